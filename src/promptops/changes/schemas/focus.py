"""The way to a part of an instance."""

from __future__ import annotations

from typing import Any, NamedTuple

from promptops.changes.schemas.nodes import ItemAt, ItemsFrom, Matching, Node, Not, Others, Pool, Property
from promptops.resources.rejections import quoted


class Step(NamedTuple):
    """One step down: the kind of node that speaks of the part, and the fields of it but the last."""

    kind: type[Node]
    parts: tuple[Any, ...]
    word: str


class Focus(NamedTuple):
    """The steps from an instance to a part of it."""

    steps: tuple[Step, ...] = ()

    def to_property(self, name: str) -> Focus:
        """Return the way to a property."""
        return self._to(Property, name, word=f".{name}")

    def to_matching(self, pattern: str) -> Focus:
        """Return the way to any property in whose name a pattern finds something."""
        return self._to(Matching, pattern, word=".*")

    def to_others(self, names: frozenset[str], patterns: tuple[str, ...]) -> Focus:
        """Return the way to any property without these names, in which no pattern finds something."""
        return self._to(Others, names, patterns, word=".*")

    def to_item(self, index: int) -> Focus:
        """Return the way to an item."""
        return self._to(ItemAt, index, word=f"[{index}]")

    def to_items(self, start: int) -> Focus:
        """Return the way to any item from an index on."""
        return self._to(ItemsFrom, start, word="[]")

    def applied(self, pool: Pool, node: Node) -> Node:
        """Return the node of the instances that have such a part which satisfies a node."""
        for step in reversed(self.steps):
            none = pool.make(step.kind, (), *step.parts, pool.make(Not, (), node))
            node = pool.make(Not, (), none)
        return node

    @property
    def path(self) -> str:
        """Return the way as a path: `lines[].amount`."""
        return "".join(step.word for step in self.steps).removeprefix(".")

    @property
    def subject(self) -> str:
        """Return the part as a message names it."""
        return quoted(self.path) if self.steps else "the value"

    def _to(self, kind: type[Node], *parts: Any, word: str) -> Focus:
        return Focus((*self.steps, Step(kind, parts, word)))
