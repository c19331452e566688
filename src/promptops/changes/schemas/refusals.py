"""Where in a schema it is that a value is refused."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from promptops.changes.schemas.budget import Budget
from promptops.changes.schemas.conjuncts import conjuncts
from promptops.changes.schemas.evaluation import Evaluation, finds
from promptops.changes.schemas.nodes import AnyOf, ItemAt, ItemsFrom, Matching, Node, Others, Pool, Property
from promptops.changes.schemas.values import ARRAY, OBJECT, class_of

if TYPE_CHECKING:
    from promptops.sources.documents import KeyPath


def refusal(pool: Pool, node: Node, value: Any) -> tuple[Node, KeyPath]:
    """Return the innermost constraint that refuses a value, and the path of keys to what it refuses.

    Raises `ExhaustedError`.
    """
    holds = Evaluation(Budget()).holds
    path: KeyPath = ()
    while True:
        refusing = (part for part in _conjuncts(pool, node, value) if holds(part, value) is False)
        node = next(refusing, node)
        inside = next(
            ((part, item, key) for part, item, key in _inside(node, value) if holds(part, item) is False), None
        )
        if inside is None or inside[0] == node or (isinstance(inside[0], AnyOf) and not inside[0].nodes):
            return node, path
        node, value = inside[:2]
        path = (*path, inside[2])


def place_inside(pool: Pool, node: Node, path: KeyPath) -> KeyPath:
    """Return the place in a schema that speaks of what is at a path of keys in its instances, or of what is above."""
    for key in path:
        parts = conjuncts(pool, node, ARRAY if isinstance(key, int) else OBJECT) or {}
        inside = next((part for part in parts.values() if _speaks_of(part, key)), None)
        if inside is None or not isinstance(inside, Property | ItemAt | ItemsFrom | Matching | Others):
            break
        node = inside.node
    return node.place


def _conjuncts(pool: Pool, node: Node, value: Any) -> list[Node]:
    return list((conjuncts(pool, node, class_of(value)) or {}).values())


def _inside(node: Node, value: Any) -> list[tuple[Node, Any, str | int]]:
    """Return the parts of a value that a node speaks of, with what it says of them."""
    match node:
        case Property() | Matching() | Others() if isinstance(value, dict):
            return [(node.node, item, name) for name, item in value.items() if _speaks_of(node, name)]
        case ItemAt() | ItemsFrom() if isinstance(value, list):
            return [(node.node, item, index) for index, item in enumerate(value) if _speaks_of(node, index)]
    return []


def _speaks_of(node: Node, key: str | int) -> bool:
    match node:
        case Property(name=name):
            return name == key
        case ItemAt(index=index):
            return index == key
        case ItemsFrom(start=start):
            return isinstance(key, int) and key >= start
        case Matching(pattern=pattern):
            return finds(pattern, str(key)) is True
        case Others(names=names, patterns=patterns):
            return key not in names and not any(finds(pattern, str(key)) for pattern in patterns)
    return False
