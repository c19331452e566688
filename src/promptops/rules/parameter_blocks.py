"""The parameters that prompts set, found without reading the rest of their data."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import lru_cache
from typing import Any, Final

_KEY: Final = '"parameters":{'
_DIFFERENT: Final = 1024
"""Blocks of parameters that are remembered: most are flat, and the same in many prompts."""


def parameters_of(data: str) -> Mapping[str, Any]:
    """Return the parameters that a resource sets, given its data: JSON without spaces."""
    _, key, rest = data.rpartition(_KEY)
    if not key:
        return {}
    text, _, behind = rest.partition("}")
    known = _block(text) if _ends_resource(behind) else None
    return json.loads(data).get("parameters") or {} if known is None else known


@lru_cache(maxsize=_DIFFERENT)
def _block(text: str) -> Mapping[str, Any] | None:
    """Return what stands between braces, None where the second one closes something else."""
    return _read(f"{{{text}}}")


def _ends_resource(behind: str) -> bool:
    """Say whether what follows a block is the rest of the resource itself, not of something in it."""
    return behind == "}" or _read(f'{{"":0{behind}') is not None


def _read(text: str) -> Mapping[str, Any] | None:
    try:
        found: Mapping[str, Any] = json.loads(text)
    except ValueError:
        return None
    return found
