"""Versions of applications, compared as Semantic Versioning 2.0 orders them."""

from __future__ import annotations

import re
from typing import Final

_MAX_LENGTH = 100
_VERSION: Final = r"v?([0-9]{1,9})(?:\.([0-9]{1,9}))?(?:\.([0-9]{1,9}))?(?:-([0-9A-Za-z.-]+))?(?:\+[0-9A-Za-z.-]+)?"

VersionKey = tuple[int, int, int, int, tuple[tuple[int, int, str], ...]]
"""What orders versions: three numbers, whether it is a release, and the parts of what comes before one."""


def version_key(text: object) -> VersionKey | None:
    """Return what orders a version such as `2.1.0` or `5.4`, whose missing numbers are 0; None for anything else."""
    match = re.fullmatch(_VERSION, text) if isinstance(text, str) and len(text) <= _MAX_LENGTH else None
    if match is None:
        return None
    major, minor, patch = (int(number or 0) for number in match.group(1, 2, 3))
    before = match[4]
    if before is None:
        return major, minor, patch, 1, ()
    return major, minor, patch, 0, tuple(map(_identifier, before.split(".")))


def _identifier(part: str) -> tuple[int, int, str]:
    # Numbers come before words.
    return (0, int(part), "") if part.isdigit() else (1, 0, part)
