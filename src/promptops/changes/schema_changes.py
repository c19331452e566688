"""How the two sides' schemas of a resource differ, and where in its file each difference stands."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from promptops.canonical import canonical_json
from promptops.changes.change import Kept, Where
from promptops.changes.schemas import Acceptance, Aspect, Difference, Direction, compare
from promptops.changes.snapshot import Snapshot

if TYPE_CHECKING:
    from promptops.sources.documents import KeyPath

MAX_KEPT = 2_000
"""Pairs of schemas whose differences are kept: several rules ask for those of one pair."""


class SchemaChange(NamedTuple):
    """One difference between the schemas that a resource has at a path of keys on the two sides."""

    change: Kept
    keys: tuple[str, ...]
    difference: Difference

    @property
    def direction(self) -> Direction:
        """Return what happened."""
        return self.difference.direction

    @property
    def aspect(self) -> Aspect:
        """Return what it is about."""
        return self.difference.aspect

    @property
    def field(self) -> str:
        """Return where it is in an instance, such as `lines[].amount`; empty for all of it."""
        return self.difference.property

    @property
    def is_proven(self) -> bool:
        """Say whether there is an instance that one side accepts and the other refuses."""
        return self.difference.accepts is not None and self.direction != "undecided"

    @property
    def is_of_a_name(self) -> bool:
        """Say whether an object that is closed on both sides takes less or more by a property that it names."""
        path = self.difference.after if self.direction == "narrowed" else self.difference.before
        if path[-1:] != ("additionalProperties",):
            return False
        return all(value_at(side, (*self.keys, *path)) is False for side in self.change.both)

    @property
    def at(self) -> Where:
        """Return where the schema says so at the head, or the nearest place above."""
        return self.change.at(*_written(self.keys, self.difference.after))

    @property
    def was_at(self) -> Where:
        """Return where the schema said so at the baseline, or the nearest place above."""
        return self.change.was_at(*_written(self.keys, self.difference.before))

    @property
    def accepts(self) -> Acceptance | None:
        """Return the side that accepts what the other refuses, None where no instance tells them apart."""
        return self.difference.accepts

    @property
    def old(self) -> str:
        """Return what the baseline says as canonical JSON, nothing where it does not speak of it."""
        return self._text_of("before")

    @property
    def new(self) -> str:
        """Return what the head says as canonical JSON, nothing where it does not speak of it."""
        return self._text_of("after")

    def _text_of(self, side: Literal["before", "after"]) -> str:
        difference = self.difference
        silent = _SILENT.get(difference.direction) if difference.one_sided else _ABSENT.get(difference.direction)
        snapshot = self.change.before if side == "before" else self.change.after
        if silent == side:
            return ""
        path = difference.before if side == "before" else difference.after
        return canonical_json(value_at(snapshot, (*self.keys, *path)))


_ABSENT: Mapping[str, str] = {"added-property": "before", "added-required": "before"} | {
    "removed-property": "after",
    "removed-required": "after",
}
"""The side that does not have what came or went."""
_SILENT: Mapping[str, str] = {**_ABSENT, "narrowed": "before", "widened": "after"}
"""The side that does not have a keyword which only one of them has."""


def schema_changes(change: Kept, *keys: str) -> tuple[SchemaChange, ...]:
    """Return how the schema at a path of keys differs; nothing where one of the two sides has none."""
    before, after = (schema_at(side, *keys) for side in change.both)
    if before is None or after is None or before == after:
        return ()
    return tuple(SchemaChange(change, keys, each) for each in _compared(json.dumps(before), json.dumps(after)))


def schema_at(snapshot: Snapshot, *keys: str) -> Any:
    """Return the schema at a path of keys of a resource, None where there is none."""
    value = value_at(snapshot, keys)
    return value if isinstance(value, dict | bool) else None


def value_at(snapshot: Snapshot, path: KeyPath) -> Any:
    """Return what a resource has at a path of keys, None where it has nothing."""
    value: Any = snapshot.data
    for key in path:
        is_there = key in value if isinstance(value, dict) else isinstance(value, list) and _is_index(key, value)
        if not is_there:
            return None
        value = value[key]
    return value


def _is_index(key: str | int, values: list[Any]) -> bool:
    return isinstance(key, int) and key < len(values)


@lru_cache(maxsize=MAX_KEPT)
def _compared(before: str, after: str) -> tuple[Difference, ...]:
    return tuple(compare(json.loads(before), json.loads(after)))


def _written(keys: tuple[str, ...], path: KeyPath) -> KeyPath:
    """Return where users write what stands at a path of a schema: inputs need not be written in full."""
    return (*keys, *(path[1:] if keys == ("inputs",) and path[:1] == ("properties",) else path))
