"""Stamps: where an answer came from, as one line to keep beside it."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from promptops.runtime.errors import InputError
from promptops.runtime.reasons import PRECEDENCE

_NONE = "-"
_STAMP: Final = (
    r"sha256-([0-9a-f]{64}):([^:@\s]{1,200}(?:@[^:@\s]{1,100})?):([^:\s]{1,200}):([^:\s]{1,224}):([a-z]{1,20})"
)


class Stamp(NamedTuple):
    """Where an answer came from; `str()` writes it on one line, which `Stamp.parse` reads.

    `bundle` is the SHA-256 of the bundle, `prompt` a name with its version (`support/triage@2.0.0`) or without one.
    """

    bundle: str
    prompt: str
    variant: str | None
    model: str | None
    reason: str

    @classmethod
    def parse(cls, text: str) -> Stamp:
        """Read a stamp.

        Raises:
            InputError: it is not one.
        """
        match = re.fullmatch(_STAMP, text)
        if match is None or match[5] not in PRECEDENCE:
            raise InputError("wrong-stamp", "this is not a stamp", "pass what `str(decision.stamp)` wrote")
        variant, model = (None if part == _NONE else part for part in match.group(3, 4))
        return cls(match[1], match[2], variant, model, match[5])

    def __str__(self) -> str:
        parts = (f"sha256-{self.bundle}", self.prompt, self.variant or _NONE, self.model or _NONE, self.reason)
        return ":".join(parts)
