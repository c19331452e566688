"""Which resources somebody wants to see, in the language of dbt's node selection.

`support/refund-reply` or `prompt:support/refund-reply@2` is a resource; `+x` adds what it depends on, `x+` what depends
on it, `2+x` and `x+3` only so many steps of that, and `@x` its dependants with all that they depend on. Blanks unite,
commas intersect; `kind:`, `owner:`, `path:` and `name:` select by what they say.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from functools import cached_property
from itertools import islice

import networkx as nx

from promptops.graph.graph import Graph
from promptops.graph.methods import Matcher, OwnerOf
from promptops.graph.selectors import UNLIMITED, Term, parse_selectors


def select(graph: Graph, selectors: Sequence[str], exclude: Sequence[str], owner_of: OwnerOf) -> frozenset[str]:
    """Return the references of the nodes that `selectors` match, all nodes if there are none, but none of `exclude`.

    Each sequence is a union.

    Raises:
        UsageError: a selector is malformed, or a method or name in one matches nothing.
    """
    selection = _Selection(graph, Matcher(graph.nodes, owner_of))
    wanted = selection.union(parse_selectors(selectors)) if selectors else set(graph.nodes)
    return frozenset(wanted - selection.union(parse_selectors(exclude)))


class _Selection:
    def __init__(self, graph: Graph, matcher: Matcher) -> None:
        self._graph = graph
        self._matcher = matcher

    def union(self, intersections: Iterable[Sequence[Term]]) -> set[str]:
        """Return what any of some intersections of terms selects."""
        return set().union(*(set.intersection(*map(self._nodes, terms)) for terms in intersections))

    def _nodes(self, term: Term) -> set[str]:
        found = self._matcher.find(term.method, term.value)
        if term.family:
            return self._upstream(self._downstream(found, UNLIMITED), UNLIMITED)
        return self._upstream(found, term.ancestors) | self._downstream(found, term.descendants)

    def _upstream(self, start: set[str], steps: int) -> set[str]:
        return _reach(self._dependencies, start, steps)

    def _downstream(self, start: set[str], steps: int) -> set[str]:
        return _reach(self._dependencies.reverse(copy=False), start, steps)

    @cached_property
    def _dependencies(self) -> nx.DiGraph[str]:
        graph: nx.DiGraph[str] = nx.DiGraph()
        graph.add_nodes_from(self._graph.nodes)
        for node in self._graph.nodes:
            graph.add_edges_from((node, edge.target) for edge in self._graph.outgoing(node))
        return graph


def _reach(graph: nx.DiGraph[str], start: set[str], steps: int) -> set[str]:
    """Return some nodes, and those that up to `steps` edges lead to."""
    if not start or not steps:
        return set(start)
    return set().union(*islice(nx.bfs_layers(graph, start), min(steps + 1, sys.maxsize)))
