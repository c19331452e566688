"""The walk over a JSON Schema: from keyword to keyword, to a bounded depth."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, TypeAlias

from promptops.resources.json_values import json_problem
from promptops.resources.rejections import Problem, wrong_type

if TYPE_CHECKING:
    from promptops.sources.documents import KeyPath

MAX_DEPTH = 32
"""Schemas nested deeper are refused."""

MAX_PROBLEMS = 50
"""A walk that has found this many goes no deeper."""

Check: TypeAlias = Callable[["Walk", Any, "KeyPath", int], None]
"""Checks the value of a keyword, which stands at a path of keys so many schemas deep."""


class Walk:
    """One walk over a schema: what it finds wrong, and the references that it meets.

    `rebased` says that a subschema has an identifier of its own, from which references below it start.
    """

    __slots__ = ("_keywords", "_unknown", "problems", "rebased", "references")

    def __init__(self, keywords: Mapping[str, Check], unknown: Check | None = None) -> None:
        """Check the values of keywords; that of any other one is an annotation, unless `unknown` checks it."""
        self.problems: list[Problem] = []
        self.references: list[tuple[str, KeyPath]] = []
        self.rebased = False
        self._keywords = keywords
        self._unknown = unknown or Walk.json

    def refuse(self, keys: KeyPath, text: str, help: str | None = None) -> None:
        """Note what is wrong at a path of keys."""
        self.problems.append(Problem(text, help, keys))

    def refuse_type(self, keys: KeyPath, expected: str, value: Any) -> None:
        """Note that a value is not what it must be, such as `a list`."""
        self.problems.append(wrong_type(expected, value)._replace(keys=keys))

    def schema(self, value: Any, keys: KeyPath, depth: int) -> None:
        """Check a schema and all below it; `depth` counts the schemas above it."""
        if not isinstance(value, dict):
            if not isinstance(value, bool):
                self.refuse_type(keys, "a JSON Schema", value)
        elif depth == MAX_DEPTH:
            self.refuse(keys, f"is nested deeper than {MAX_DEPTH} levels")
        elif len(self.problems) < MAX_PROBLEMS:
            for key, item in value.items():
                self._keywords.get(key, self._unknown)(self, item, (*keys, key), depth + 1)

    def json(self, value: Any, keys: KeyPath, _: int) -> None:
        """Check a value that may be any JSON."""
        problem = json_problem(value)
        if problem is not None:
            self.problems.append(problem._replace(keys=(*keys, *problem.keys)))
