"""From a JSON Schema as it is written to nodes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from promptops.changes.schemas.dialect import Dialect, dialect_of
from promptops.changes.schemas.keywords import KEYWORDS
from promptops.changes.schemas.nodes import AllOf, AnyOf, Node, Opaque, Pool, Reference
from promptops.changes.schemas.pointers import followed

if TYPE_CHECKING:
    from promptops.sources.documents import KeyPath

MAX_DEPTH = 64
"""Schemas nested deeper, references followed, are not looked into."""
MAX_SCHEMAS = 4_000
"""Most subschemas of one schema that are looked into."""
_MEMBERS = 4
"""Members of a list that count as much as a subschema."""
_TOO_LARGE = "is too large to compare"


class Reader:
    """One schema while it is read.

    `peculiar` says that it uses what a validator of its draft does not understand as it is understood here.
    """

    def __init__(self, pool: Pool, root: Any) -> None:
        self.pool = pool
        self.root = root
        self.peculiar = False
        known = dialect_of(root)
        self.dialect = known or Dialect(None)
        self._is_known = known is not None
        self._depth = self._rebased = 0
        self._left = MAX_SCHEMAS
        self._targets: dict[str, Node | None] = {}

    def read(self) -> Node:
        """Return the node of the whole schema."""
        return (
            self._target("#", (), self.root) if self._is_known else self.opaque(("$schema",), "names an unknown draft")
        )

    def opaque(self, place: KeyPath, why: str) -> Opaque:
        """Return the node of the keyword at a place, which is not understood."""
        keyword = f"`{place[-1]}`" if place and place[-1] in KEYWORDS else "a schema"
        return self.pool.make(Opaque, place, f"{keyword} {why}", object())

    def schema(self, schema: Any, place: KeyPath) -> Node:
        """Return the node of a subschema."""
        if isinstance(schema, bool):
            return self.pool.make(AllOf if schema else AnyOf, place, ())
        if not isinstance(schema, dict):
            return self.opaque(place, "is not a JSON Schema")
        self._left -= 1
        if self._left < 0 or self._depth >= MAX_DEPTH:
            return self.opaque(place, _TOO_LARGE)
        rebased = "$id" in schema and bool(place)
        self._depth += 1
        self._rebased += rebased
        try:
            return self.pool.every(place, self._constraints(schema, place))
        finally:
            self._depth -= 1
            self._rebased -= rebased

    def _constraints(self, schema: Mapping[str, Any], place: KeyPath) -> list[Node]:
        if self.dialect.only_reference(schema):
            return [self.reference(schema["$ref"], (*place, "$ref"))]
        found: list[Node] = []
        for keyword, value in schema.items():
            read = KEYWORDS.get(keyword)
            if read is not None and self.dialect.knows(keyword):
                self._left -= len(value) // _MEMBERS if isinstance(value, list | dict) else 0
                if self._left < 0:
                    return [self.opaque((*place, keyword), _TOO_LARGE)]
                found += read(self, value, schema, (*place, keyword))
        return found

    def reference(self, text: Any, place: KeyPath) -> Node:
        """Return the node that the value of a `$ref` leads to."""
        if isinstance(text, str) and text in self._targets:
            known = self._targets[text]
            if known is None:  # it is being read just now
                known = self._targets[text] = self.pool.make(Reference, place, (self, text))
            return known
        found = None if self._rebased else followed(self.root, text)
        if found is None:
            return self.opaque(place, "leads to what is not followed")
        return self._target(text, *found)

    def _target(self, text: str, path: KeyPath, schema: Any) -> Node:
        self._targets[text] = None
        node = self.schema(schema, path)
        pending = self._targets[text]
        if isinstance(pending, Reference):
            pending.target.append(node)
        self._targets[text] = node
        return node
