"""The dependency graph of a project: resources, and an edge from each to what it depends on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from promptops.graph.verbs import NOT_DEPENDENCIES, verb_of
from promptops.resources.entries import Entry
from promptops.resources.project import Project


class Edge(NamedTuple):
    """A dependency: `source` needs `target`, both of them full references.

    `type` is the verb between the two; `path` and `keys` say where the reference is written.
    """

    source: str
    target: str
    type: str
    path: str
    keys: tuple[str | int, ...]


class Graph:
    """Sound resources by full reference, in order of files, with their dependencies in the order of their keys.

    Of resources with the same reference the first one counts. Edges may form cycles, and several may lead from one
    resource to another, for each of the places that say so.
    """

    def __init__(self, nodes: Mapping[str, Entry], edges: Iterable[Edge]) -> None:
        """Index edges, both of whose ends must be nodes."""
        self.nodes = nodes
        self._outgoing: dict[str, list[Edge]] = {}
        self._incoming: dict[str, list[Edge]] = {}
        for edge in edges:
            self._outgoing.setdefault(edge.source, []).append(edge)
            self._incoming.setdefault(edge.target, []).append(edge)

    @classmethod
    def of(cls, project: Project) -> Graph:
        """Return the graph of a project, without the references that lead to no sound resource."""
        references = [entry.reference for entry in project.entries]
        nodes: dict[str, Entry] = {}
        for reference, entry in zip(references, project.entries, strict=True):
            nodes.setdefault(reference, entry)
        return cls(nodes, dict.fromkeys(_edges(project, references, nodes)))

    def outgoing(self, reference: str) -> Sequence[Edge]:
        """Return the edges to what a node depends on."""
        return self._outgoing.get(reference, ())

    def incoming(self, reference: str) -> Sequence[Edge]:
        """Return the edges from what depends on a node."""
        return self._incoming.get(reference, ())


def _edges(project: Project, references: Sequence[str], nodes: Mapping[str, Entry]) -> Iterator[Edge]:
    # By identity, as a target is one of the entries, or was refused, and its reference would be built once a link.
    known = {id(entry): reference for reference, entry in zip(references, project.entries, strict=True)}
    for source, entry, targets in zip(references, project.entries, project.targets, strict=True):
        if nodes[source] is not entry:
            continue
        for link, target in targets:
            reference = known.get(id(target))
            if reference is not None and link.field not in NOT_DEPENDENCIES:
                yield Edge(source, reference, verb_of(link.field), entry.path, tuple(link.keys))
