"""The programming languages that are read, each by its grammar."""

from __future__ import annotations

import typing
from collections.abc import Mapping
from types import MappingProxyType

Language = typing.Literal["go", "java", "javascript", "python", "tsx", "typescript"]

SUFFIXES: Mapping[str, Language] = MappingProxyType(
    {
        ".cjs": "javascript",
        ".cts": "typescript",
        ".go": "go",
        ".java": "java",
        ".js": "javascript",
        ".jsx": "javascript",
        ".mjs": "javascript",
        ".mts": "typescript",
        ".py": "python",
        ".pyi": "python",
        ".ts": "typescript",
        ".tsx": "tsx",
    }
)
"""How the names of the source files that are read end, and their language."""


def language_of(path: str) -> Language | None:
    """Return the language of a source file by its name, None if it is not read."""
    name = path.rpartition("/")[2]
    return SUFFIXES.get(name[name.rfind(".") :]) if "." in name else None
