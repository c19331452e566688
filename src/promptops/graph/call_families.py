"""The parts of the call graph in which circles are looked for, as numbered nodes: one part for each kind of circle."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final, Literal, NamedTuple, TypeAlias

from promptops.graph.calls import CallGraph
from promptops.resources.entries import Entry

CycleKind: TypeAlias = Literal["tools", "reentrancy", "hand-offs", "fallbacks"]
"""`tools` call each other in code; in `reentrancy` a model decides to call a tool again that is still at work.

In `hand-offs` agents pass work to each other, in `fallbacks` models stand in for each other.
"""


class Family(NamedTuple):
    """Numbered nodes with their successors; a circle counts when it has a node below `gate`."""

    nodes: Sequence[Entry]
    successors: Sequence[Sequence[int]]
    gate: int


_CALLING: Final[Mapping[str, frozenset[str]]] = {
    "agent": frozenset({"prompt", "tools", "completion.tool", "handoffs"}),
    "prompt": frozenset({"tools"}),
    "tool": frozenset({"invokes"}),
}
"""The fields by which circles through models lead on, by kind."""


def family_of(graph: CallGraph, kind: CycleKind) -> Family:
    """Return the part of a graph in which circles of a kind lie."""
    match kind:
        case "tools":
            return _plain(graph, "tool", "invokes")
        case "hand-offs":
            return _plain(graph, "agent", "handoffs")
        case "fallbacks":
            return _plain(graph, "model", "fallbacks")
        case "reentrancy":
            return _with_models_choice(graph)


def _plain(graph: CallGraph, kind: str, field: str) -> Family:
    """Return the nodes of one kind with the calls between them that one field holds."""
    nodes = [entry for entry in graph.nodes if entry.kind == kind and graph.links_of(entry)]
    numbers = {id(entry): number for number, entry in enumerate(nodes)}
    successors = [
        [numbers[id(target)] for link, target in graph.links_of(entry) if link.field == field and id(target) in numbers]
        for entry in nodes
    ]
    return Family(nodes, successors, len(nodes))


def _with_models_choice(graph: CallGraph) -> Family:
    """Return tools, prompts and agents, with a second node for each prompt and agent that a tool invokes.

    The second ones come first, and tools lead to them alone. So a circle has such a node if and only if a tool invokes
    a prompt or an agent in it: circles of tools alone and of hand-offs alone have none.
    """
    invoked = {
        id(target)
        for entry in graph.nodes
        if entry.kind == "tool"
        for link, target in graph.links_of(entry)
        if link.field == "invokes" and target is not None and target.kind != "tool"
    }
    inner = [entry for entry in graph.nodes if entry.kind in _CALLING and graph.links_of(entry)] if invoked else []
    gates = [entry for entry in inner if id(entry) in invoked]
    if not gates:
        return Family((), (), 0)
    numbers = {id(entry): number for number, entry in enumerate(inner, len(gates))}
    entered = {**numbers, **{id(entry): number for number, entry in enumerate(gates)}}
    nodes = [*gates, *inner]
    successors = []
    for entry in nodes:
        known, fields = entered if entry.kind == "tool" else numbers, _CALLING[entry.kind]
        links = graph.links_of(entry)
        successors.append([known[id(target)] for link, target in links if link.field in fields and id(target) in known])
    return Family(nodes, successors, len(gates))
