"""The constraints that a node puts on values of some classes."""

from __future__ import annotations

from promptops.changes.schemas.budget import ExhaustedError
from promptops.changes.schemas.classes import possible_classes
from promptops.changes.schemas.nodes import AllOf, AnyOf, Format, Node, Pool, Reference

MAX_CONJUNCTS = 5_000
"""Most constraints on one value."""


def conjuncts(pool: Pool, node: Node, classes: int) -> dict[int, Node] | None:
    """Return by their keys the nodes that together are one, for values of some classes; None when there are none.

    A disjunction stays whole as long as more than one of its nodes is possible. Raises `ExhaustedError`.
    """
    found: dict[int, Node] = {}
    seen: set[int] = set()
    pending = [node]
    while pending:
        current = pending.pop()
        if current.key in seen:
            continue
        seen.add(current.key)
        if len(seen) > MAX_CONJUNCTS:
            raise ExhaustedError
        if not possible_classes(pool, (current, True)) & classes:
            return None
        parts = _parts(pool, current, classes)
        if parts is not None:
            pending += reversed(parts)
        elif possible_classes(pool, (current, False)) & classes or isinstance(current, Format):
            found[current.key] = current
    return found


def _parts(pool: Pool, node: Node, classes: int) -> tuple[Node, ...] | None:
    if isinstance(node, AllOf):
        return node.nodes
    if isinstance(node, Reference):
        return tuple(node.target)
    if isinstance(node, AnyOf):
        possible = tuple(part for part in node.nodes if possible_classes(pool, (part, True)) & classes)
        return possible if len(possible) == 1 else None
    return None
