"""Circles of calls: those that nothing ends, and those that a declared limit allows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice, pairwise
from typing import Final, NamedTuple

from promptops.graph.call_families import CycleKind, family_of
from promptops.graph.call_limits import CallLimits, Limit
from promptops.graph.calls import Call, CallGraph
from promptops.graph.components import covering_cycles, shortest_cycle, strongly_connected
from promptops.resources.project import Project

KINDS: Final[Sequence[CycleKind]] = ("tools", "reentrancy", "hand-offs", "fallbacks")
MAX_KNOWN: Final = 100
"""Circles of one kind that are shown with the graph."""


class CallCycle(NamedTuple):
    """A circle of calls: the last one leads back to where the first one comes from.

    `others` counts what else is in circles with these, and `limits` are what ends it.
    """

    kind: CycleKind
    calls: tuple[Call, ...]
    others: int = 0
    limits: tuple[Limit, ...] = ()

    @property
    def path(self) -> tuple[str, ...]:
        """Return the references of its resources in order; the first and the last are equal."""
        return (*[call.source.reference for call in self.calls], self.calls[0].source.reference)


def unbounded_cycles(graph: CallGraph, limits: CallLimits, kind: CycleKind) -> Iterator[CallCycle]:
    """Yield one shortest circle of each set of resources that may all call each other without end.

    What has a limit of its own ends every circle through it, so that circles are looked for among the others. In order
    of files; a circle with tools begins with one.
    """
    return _Search(graph, limits, kind).unbounded()


def known_cycles(graph: CallGraph, limits: CallLimits, kind: CycleKind) -> Iterator[CallCycle]:
    """Yield the `unbounded_cycles`, then a shortest circle through each resource that is on none yet, with its limits.

    There are `MAX_KNOWN` at most.
    """
    search = _Search(graph, limits, kind)
    told = list(islice(search.unbounded(), MAX_KNOWN))
    yield from told
    seen = {frozenset(cycle.path) for cycle in told}
    more = (cycle for cycle in search.covering() if frozenset(cycle.path) not in seen)
    yield from islice(more, MAX_KNOWN - len(told))


def every_cycle(project: Project) -> Iterator[CallCycle]:
    """Yield the `known_cycles` of every kind."""
    graph, limits = CallGraph.of(project), CallLimits(project)
    for kind in KINDS:
        yield from known_cycles(graph, limits, kind)


class _Search:
    """The knots of a family, and which of the nodes in them have a limit."""

    def __init__(self, graph: CallGraph, limits: CallLimits, kind: CycleKind) -> None:
        self._graph = graph
        self._kind = kind
        self._family = family_of(graph, kind)
        self._knots = _knots(self._family.successors)
        found = {node: limits.of(self._family.nodes[node]) for knot in self._knots for node in knot}
        self._limited = {node: limit for node, limit in found.items() if limit is not None}

    def unbounded(self) -> Iterator[CallCycle]:
        """Yield a shortest circle of each knot that is left when what has a limit is taken out."""
        unlimited = self._unlimited() if self._limited else self._family.successors
        for knot in sorted(_knots(unlimited) if self._limited else self._knots):
            cycle = shortest_cycle(unlimited, knot, self._family.gate)
            if cycle:
                yield self._cycle(cycle, knot)

    def covering(self) -> Iterator[CallCycle]:
        """Yield circles through all that is in a knot."""
        for knot in sorted(self._knots):
            for cycle in covering_cycles(self._family.successors, knot, self._family.gate):
                yield self._cycle(cycle, knot)

    def _unlimited(self) -> Sequence[Sequence[int]]:
        inside = {node for knot in self._knots for node in knot} - self._limited.keys()
        return [
            tuple(inside.intersection(following)) if node in inside else ()
            for node, following in enumerate(self._family.successors)
        ]

    def _cycle(self, nodes: Sequence[int], knot: Sequence[int]) -> CallCycle:
        """Return the circle through some nodes of a knot, of which the last one is the first."""
        calls = [self._call(node, following) for node, following in pairwise(nodes)]
        tools = (number for number, call in enumerate(calls) if call.source.kind == "tool")
        first = min(tools, key=lambda number: calls[number].source.identity, default=0)
        limits = {node: self._limited[node] for node in nodes if node in self._limited}
        found = {limit.entry.identity: limit for limit in limits.values()}
        others = len({self._family.nodes[node].identity for node in knot}) - len(calls)
        return CallCycle(self._kind, (*calls[first:], *calls[:first]), others, tuple(found.values()))

    def _call(self, node: int, following: int) -> Call:
        """Return the first call that leads from one node to another."""
        source, target = self._family.nodes[node], self._family.nodes[following]
        calls = (call for call in self._graph.edges_from(source) if call.target is target and call.type != "includes")
        return next(calls)


def _knots(successors: Sequence[Sequence[int]]) -> list[list[int]]:
    """Return the sets of nodes that all lead to each other, by at least one edge."""
    found = strongly_connected(successors)
    return [knot for knot in found if len(knot) > 1 or knot[0] in successors[knot[0]]]
