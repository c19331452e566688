"""Strongly connected components, and a shortest cycle in one; nodes are numbers, a graph is lists of successors."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice, takewhile
from typing import Final

SEARCHED_EDGES: Final = 200_000
"""How many edges the search for a shortest cycle may follow before it settles for what it has found."""


def strongly_connected(successors: Sequence[Sequence[int]]) -> list[list[int]]:
    """Return the strongly connected components in reverse topological order, the nodes of each sorted.

    `successors[node]` are the nodes that edges lead to from `node`; a node on no cycle is a component of its own.
    Tarjan's algorithm: linear in nodes and edges, and without recursion, so that no chain is too long.
    """
    if not any(successors):
        return [[node] for node in range(len(successors))]
    search = _Tarjan(successors)
    for root in range(len(successors)):
        search.visit(root)
    return search.components


class _Tarjan:
    def __init__(self, successors: Sequence[Sequence[int]]) -> None:
        self.components: list[list[int]] = []
        self._successors = successors
        self._order = 0
        self._done = len(successors) + 1  # above every order, so that a finished node never lowers another
        self._low = [0] * len(successors)  # 0 until a node is met
        self._open: list[int] = []

    def visit(self, root: int) -> None:
        """Search depth first from a node, unless it has been met."""
        if self._low[root]:
            return
        low, successors = self._low, self._successors
        path = [(root, self._meet(root), iter(successors[root]))]
        while path:
            node, order, remaining = path[-1]
            for successor in remaining:
                if not low[successor]:
                    path.append((successor, self._meet(successor), iter(successors[successor])))
                    break
                low[node] = min(low[node], low[successor])
            else:
                path.pop()
                if path:
                    above = path[-1][0]
                    low[above] = min(low[above], low[node])
                if low[node] == order:
                    self._close(node)

    def _meet(self, node: int) -> int:
        self._order += 1
        self._low[node] = self._order
        self._open.append(node)
        return self._order

    def _close(self, root: int) -> None:
        """Take the component of its first node off the nodes that belong to none yet."""
        start = len(self._open) - 1
        while self._open[start] != root:
            start -= 1
        component = sorted(self._open[start:])
        del self._open[start:]
        for node in component:
            self._low[node] = self._done
        self.components.append(component)


def shortest_cycle(
    successors: Sequence[Sequence[int]], component: Sequence[int], below: int = sys.maxsize
) -> list[int]:
    """Return a shortest cycle in a strongly connected component that has a node `below` a number; empty if none has.

    The cycle begins and ends with its smallest node; of several of one length it is the first in lexicographic order.
    Breadth-first searches start from its nodes, smallest first: as many as keep the edges followed below
    `SEARCHED_EDGES`, and one at least, so that the work stays linear. In a component too large for all its nodes the
    cycle is the shortest of those whose smallest node was a start.
    """
    inside = _inside(successors, component)
    best: list[int] = []
    for start in islice(takewhile(lambda node: node < below, inside), _searches(inside)):
        best = _cycle_from(start, inside, len(best) - 2 if best else len(inside), start) or best
    return best


def covering_cycles(successors: Sequence[Sequence[int]], component: Sequence[int], below: int) -> Iterator[list[int]]:
    """Yield a shortest cycle through each node `below` a number that is on no earlier one, smallest node first.

    A cycle begins and ends with that node. As with `shortest_cycle`, the work stays linear: in a large component only
    the cycles through its first nodes are found.
    """
    inside = _inside(successors, component)
    left, met = _searches(inside), set[int]()
    for start in takewhile(lambda node: node < below, inside):
        if start not in met and left:
            left -= 1
            cycle = _cycle_from(start, inside, len(inside), 0)
            met.update(cycle)
            if cycle:
                yield cycle


def _inside(successors: Sequence[Sequence[int]], component: Sequence[int]) -> dict[int, list[int]]:
    members = set(component)
    return {node: sorted(members.intersection(successors[node])) for node in sorted(members)}


def _searches(inside: Mapping[int, Sequence[int]]) -> int:
    return max(1, SEARCHED_EDGES // max(1, sum(map(len, inside.values()))))


def _cycle_from(start: int, inside: Mapping[int, Sequence[int]], limit: int, least: int) -> list[int]:
    """Return the first shortest cycle of at most `limit` edges through a node and others from `least` up, if any."""
    parents = {start: start}
    level = [start]
    for _ in range(limit):
        following = []
        for node in level:
            for successor in inside[node]:
                if successor == start:
                    return [*_path_to(node, parents), start]
                if successor >= least and successor not in parents:
                    parents[successor] = node
                    following.append(successor)
        if not following:
            break
        level = following
    return []


def _path_to(node: int, parents: Mapping[int, int]) -> list[int]:
    path = [node]
    while parents[node] != node:
        node = parents[node]
        path.append(node)
    return path[::-1]
