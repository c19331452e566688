"""What is switched off: by the signed kill document, and by this machine's own word, which may restrict and no more."""

from __future__ import annotations

import os
from typing import NamedTuple

from promptops.runtime.bundle import unversioned
from promptops.runtime.own_files import read_own
from promptops.trust.kills import local_restrictions
from promptops.trust.limits import MAX_KILL
from promptops.trust.refusals import Code, RefusedError
from promptops.trust.restrictions import Restrictions

VARIABLE = "PROMPTOPS_KILL"
"""The environment variable that names what this process is not to serve, with commas between."""
EVERYTHING = "*"
_LOCAL = "switched off on this machine"


class Kills(NamedTuple):
    """What is switched off, with the reasons; `digest` is that of the signed document, empty without one."""

    restrictions: Restrictions = Restrictions()
    digest: str = ""

    def why_not(self, reference: str) -> str | None:
        """Return why a resource is switched off, in this version or any, None when it is not."""
        disabled = self.restrictions.disabled
        return (disabled.get(reference) or disabled.get(unversioned(reference))) if disabled else None

    def without(self, reference: str) -> frozenset[str]:
        """Return the variants of a prompt that are switched off."""
        variants = self.restrictions.variants
        return frozenset(variants.get(reference, ())) | frozenset(variants.get(unversioned(reference), ()))

    def revoked(self, sha256: str) -> str | None:
        """Return why a bundle is revoked, None when it is not."""
        return self.restrictions.revoked.get(sha256)


def local_kills(path: str | None) -> Restrictions:
    """Return what the environment variable and a file switch off; a file that is not there switches off nothing.

    The file holds names, one a line, or a JSON object with the fields of a kill document that restrict. A name is a
    reference such as `prompt:support/triage@2`, with or without the version; a variant of a prompt is
    `prompt:support/triage#terse`; `*` is everything.

    Raises:
        RefusedError: the file cannot be read, is too long, or is wrong JSON.
    """
    named = _named(os.environ.get(VARIABLE, "").split(","))
    data = b"" if path is None else _read(path)
    if data.lstrip()[:1] == b"{":
        return named.joined(local_restrictions(data))
    return named.joined(_named(data.decode(errors="replace").splitlines()))


def _read(path: str) -> bytes:
    try:
        data = read_own(path, MAX_KILL + 1) or b""
    except OSError as error:
        raise RefusedError(Code.MISSING_FILE, f"the file of local kills cannot be read: {error.strerror}") from error
    if len(data) > MAX_KILL:
        raise RefusedError(Code.TOO_LONG, f"the file of local kills has more than {MAX_KILL} bytes")
    return data


def _named(names: list[str]) -> Restrictions:
    wanted = {name.strip() for name in names}
    named = {name if ":" in name else f"prompt:{name}" for name in wanted if name and not name.startswith(("#", "*"))}
    variants: dict[str, dict[str, str]] = {}
    for reference, variant in (name.split("#", 1) for name in named if "#" in name):
        variants.setdefault(reference, {})[variant] = _LOCAL
    return Restrictions(
        halted=_LOCAL if EVERYTHING in wanted else None,
        disabled={name: _LOCAL for name in named if "#" not in name},
        variants=variants,
    )
