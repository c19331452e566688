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
    pending, left = [node], MAX_CONJUNCTS
    while pending:
        left -= 1
        if left < 0:
            raise ExhaustedError
        current = pending.pop()
        if not possible_classes(pool, (current, True)) & classes:
            return None
        if current.key in found or not (possible_classes(pool, (current, False)) & classes or _is_kept(current)):
            continue
        parts = _parts(pool, current, classes)
        if parts is None:
            found[current.key] = current
        else:
            pending += reversed(parts)
    return found


def _is_kept(node: Node) -> bool:
    """Say whether a node that puts no constraint on values has to be seen all the same."""
    return isinstance(node, AllOf | Format | Reference)


def _parts(pool: Pool, node: Node, classes: int) -> tuple[Node, ...] | None:
    if isinstance(node, AllOf):
        return node.nodes
    if isinstance(node, Reference):
        return tuple(node.target)
    if isinstance(node, AnyOf):
        possible = tuple(part for part in node.nodes if possible_classes(pool, (part, True)) & classes)
        return possible if len(possible) == 1 else None
    return None
