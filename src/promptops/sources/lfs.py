"""Git LFS: what stands in a repository in the place of a large file."""

from __future__ import annotations

import re

from promptops.regex import regex

POINTER = b"version https://git-lfs.github.com/spec/"
"""What such a file begins with."""

_OID = regex(rb"^oid sha256:([0-9a-f]{64})$", re.MULTILINE)
_LONGEST = 1024


def pointed_at(data: bytes) -> str | None:
    """Return the SHA-256 of the content that a pointer stands for, None for any other file."""
    match = _OID.search(data) if data.startswith(POINTER) and len(data) <= _LONGEST else None
    return None if match is None else match[1].decode()
