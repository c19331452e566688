"""Names for the resources of files that name none: the path, made a name that references can be written with.

Only the parts change that could not stand in a reference; two paths that differ in nothing else get one name.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from promptops.resources.references import parse_reference

_UNFIT = re.compile(r"[^A-Za-z0-9._-]+")
_NAMELESS = "unnamed"


def name_of(path: str, suffixes: Sequence[str]) -> str:
    """Return the name for a file: its path without the first of `suffixes` that it ends with."""
    stem = next((path.removesuffix(suffix) for suffix in suffixes if path.endswith(suffix)), path)
    return "/".join(segment(part) for part in stem.split("/"))


def segment(text: str) -> str:
    """Return a text as one part of a name: a letter or digit, then letters, digits, `.`, `_` and `-`."""
    return _UNFIT.sub("-", text).lstrip("._-").rstrip("-") or _NAMELESS


def reference(text: object, kind: str) -> str | None:
    """Return a text that may stand as a reference to a resource of a kind, None for anything else."""
    parsed = parse_reference(text) if isinstance(text, str) else None
    return str(text) if parsed is not None and parsed[0] in (None, kind) else None
