"""Pins: a session as one line, for another process to go on with."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any, Final, NamedTuple

from promptops.runtime.buckets import bytes_of
from promptops.runtime.errors import PinError
from promptops.trust.fields import is_digest

_FORMAT: Final = "promptops-pin/1"
_MOST: Final = 1 << 20
_KEYS: Final = frozenset({"format", "unit", "context", "bundle", "exposed", "variants", "runs"})


class Pin(NamedTuple):
    """A session at rest; `str()` writes it as JSON.

    It holds the unit and its attributes, so keep it where you keep such things. It is not signed, so take none from a
    client: who writes it chooses among all bundles and variants, and how much of its limits a run has used.

    `bundle` is the SHA-256 of the bundle that the session keeps; `exposed` are the prompts and variants that it saw
    (`prompt:support/triage@2#terse`), by the bundle that wrote them; `variants` what it was given; `runs` how far the
    runs of its agents had come.
    """

    unit: str
    context: Mapping[str, Any]
    bundle: str
    exposed: Mapping[str, Sequence[str]]
    variants: Mapping[str, str]
    runs: Mapping[str, Mapping[str, int]]

    def __str__(self) -> str:
        return json.dumps({"format": _FORMAT, **self._asdict()}, separators=(",", ":"))

    @classmethod
    def parse(cls, text: str) -> Pin:
        """Read a pin.

        Raises:
            PinError: it is not one.
        """
        try:
            found = json.loads(text) if len(text) <= _MOST else None
        except (ValueError, RecursionError):
            found = None
        if (
            not isinstance(found, dict)
            or found.keys() != _KEYS
            or found.pop("format") != _FORMAT
            or not _is_sound(found)
        ):
            raise PinError("wrong-pin", "this is not the pin of a session", "pass what `str(session.pin())` wrote")
        return cls(**found)


def _is_sound(found: Mapping[str, Any]) -> bool:
    seen = [text for texts in _values(found["exposed"]) for text in _list(texts)]
    texts = (found["unit"], found["bundle"], *seen, *_values(found["variants"]))
    counters = [number for run in _values(found["runs"]) for number in _values(run)]
    return (
        isinstance(found["context"], dict)
        and all(isinstance(text, str) for text in texts)
        and bool(bytes_of(found["unit"]))
        and all(is_digest(sha256) for sha256 in (found["bundle"], *found["exposed"]))
        and all(type(number) is int and number >= 0 for number in counters)
    )


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [None]


def _values(value: Any) -> list[Any]:
    return list(value.values()) if isinstance(value, dict) else [None]
