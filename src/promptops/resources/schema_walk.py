"""The walk over a JSON Schema: from keyword to keyword, within bounds."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, TypeAlias

from promptops.resources.rejections import Problem, shown, type_name

if TYPE_CHECKING:
    from promptops.sources.documents import KeyPath

MAX_DEPTH = 32
"""Schemas nested deeper are refused."""

MAX_SCHEMAS = 20_000
"""Schemas with more subschemas are refused: an alias may stand for the same one many times over."""

MAX_PROBLEMS = 50
"""A walk that has found this many goes no deeper."""

Check: TypeAlias = Callable[["Walk", Any, "KeyPath", int], None]
"""Checks the value of a keyword, which stands at a path of keys so many schemas deep."""


class Walk:
    """One walk over a schema: what it finds wrong, and the references that it meets.

    `rebased` says that a subschema has an identifier of its own, from which references below it start.
    """

    __slots__ = ("_keywords", "_left", "problems", "rebased", "references")

    def __init__(self, keywords: Mapping[str, Check]) -> None:
        self.problems: list[Problem] = []
        self.references: list[tuple[str, KeyPath]] = []
        self.rebased = False
        self._keywords = keywords
        self._left = MAX_SCHEMAS

    def refuse(self, keys: KeyPath, text: str, help: str | None = None) -> None:
        """Note what is wrong at a path of keys."""
        self.problems.append(Problem(text, help, keys))

    def schema(self, value: Any, keys: KeyPath, depth: int) -> None:
        """Check a schema and all below it; `depth` counts the schemas above it."""
        if not isinstance(value, dict):
            if not isinstance(value, bool):
                self.refuse(keys, f"must be a JSON Schema, not {type_name(value)}")
        elif self._may_enter(keys, depth):
            for key, item in value.items():
                check = self._keywords.get(key)
                if check is not None:
                    check(self, item, (*keys, key), depth + 1)
                elif not isinstance(key, str):
                    self.refuse(keys, f"has the key {shown(key)}, which is not a string", "put the key in quotes")

    def _may_enter(self, keys: KeyPath, depth: int) -> bool:
        if self._left < 0 or len(self.problems) >= MAX_PROBLEMS:
            return False
        self._left -= 1
        if depth < MAX_DEPTH and self._left >= 0:
            return True
        self._left = -1
        self.refuse(keys, f"is nested deeper than {MAX_DEPTH} levels, or has more than {MAX_SCHEMAS} parts")
        return False
