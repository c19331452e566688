"""Which resources somebody wants to see, in the language of dbt's node selection.

`support/refund-reply` or `prompt:support/refund-reply@2` is a resource; `+x` adds what it depends on, `x+` what depends
on it, `2+x` and `x+3` only so many steps of that, and `@x` its dependants with all that they depend on. Blanks unite,
commas intersect; `kind:`, `owner:`, `path:` and `name:` select by what they say.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

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
            return _reach(_reach(found, self._dependents, UNLIMITED), self._dependencies, UNLIMITED)
        ancestors = _reach(found, self._dependencies, term.ancestors)
        return ancestors | _reach(found, self._dependents, term.descendants)

    def _dependencies(self, reference: str) -> Iterable[str]:
        return [edge.target for edge in self._graph.outgoing(reference)]

    def _dependents(self, reference: str) -> Iterable[str]:
        return [edge.source for edge in self._graph.incoming(reference)]


def _reach(start: set[str], neighbours: Callable[[str], Iterable[str]], steps: int) -> set[str]:
    """Return some nodes, and those that up to `steps` steps from neighbour to neighbour lead to."""
    reached = set(start)
    frontier = start
    while frontier and steps > 0:
        frontier = {neighbour for node in frontier for neighbour in neighbours(node)} - reached
        reached |= frontier
        steps -= 1
    return reached
