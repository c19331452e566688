"""Differences between the items of arrays."""

from __future__ import annotations

from promptops.changes.schemas.nodes import ItemAt, ItemsFrom, Node, Pool
from promptops.changes.schemas.pairs import Atoms, Comparing, Constraints, Pair

MAX_INDICES = 50
"""Items at further indices are not compared one by one."""


def compare_items(walk: Comparing, both: Constraints) -> set[int]:
    """Find the differences of items, and return the keys of the constraints that this accounts for."""
    pool, pair = walk.proofs.pool, both.pair
    nodes = [node for node in (*both.before.values(), *both.after.values()) if isinstance(node, ItemAt | ItemsFrom)]
    alike = max((node.index + 1 if isinstance(node, ItemAt) else node.start for node in nodes), default=0)
    if not nodes or alike > MAX_INDICES:
        return set()
    for index in range(alike + 1):
        focus = pair.focus.to_items(index) if index == alike else pair.focus.to_item(index)
        before = _item(pool, both.before, index, pair.before)
        walk.compare(Pair(before, _item(pool, both.after, index, pair.after), focus))
    return {node.key for node in nodes}


def _item(pool: Pool, atoms: Atoms, index: int, array: Node) -> Node:
    """Return what constraints on an array say about the item at an index."""
    found = [
        node
        for node in atoms.values()
        if (isinstance(node, ItemAt) and node.index == index) or (isinstance(node, ItemsFrom) and node.start <= index)
    ]
    place = found[0].place if found else array.place
    return pool.every(place, [node.node for node in found])
