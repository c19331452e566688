"""What every drawing is made from: the selected part of a graph, in one order."""

from __future__ import annotations

from collections.abc import Callable
from collections.abc import Set as AbstractSet
from typing import NamedTuple

from promptops.graph.graph import Edge, Graph
from promptops.resources.entries import Entry


class Node(NamedTuple):
    """A resource with its edges to others in the drawing; `hidden` counts what it depends on outside of that."""

    reference: str
    entry: Entry
    owner: str | None
    edges: tuple[Edge, ...]
    hidden: int


Drawing = tuple[Node, ...]
"""Nodes sorted by reference; their edges sorted by verb, target and place."""


def drawing_of(graph: Graph, selected: AbstractSet[str], owner_of: Callable[[Entry], str | None]) -> Drawing:
    """Return the part of a graph between the nodes that are selected, by reference."""
    nodes = []
    for reference in sorted(selected & graph.nodes.keys()):
        entry, edges = graph.nodes[reference], graph.outgoing(reference)
        shown = sorted((edge for edge in edges if edge.target in selected), key=_order)
        hidden = len({edge.target for edge in edges} - selected)
        nodes.append(Node(reference, entry, owner_of(entry), tuple(shown), hidden))
    return tuple(nodes)


def relations(node: Node) -> list[tuple[str, str]]:
    """Return the verb and the target of each edge, once where several places say the same."""
    return list(dict.fromkeys((edge.type, edge.target) for edge in node.edges))


def _order(edge: Edge) -> tuple[object, ...]:
    """Return a sort key; indexes stand before names, as the two do not compare."""
    return edge.type, edge.target, edge.path, [(isinstance(key, str), key) for key in edge.keys]
