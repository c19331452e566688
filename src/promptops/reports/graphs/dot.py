"""The graph in DOT, the language of Graphviz."""

from __future__ import annotations

from promptops.reports.graphs.drawing import Drawing, relations
from promptops.reports.graphs.labels import label


def render_dot(drawing: Drawing) -> str:
    """Return a directed graph, drawn from left to right."""
    ids = {node.reference: f"n{number}" for number, node in enumerate(drawing)}
    nodes = [f"  {ids[node.reference]} [label={label(node.reference, _entity)}];" for node in drawing]
    edges = [
        f'  {ids[node.reference]} -> {ids[target]} [label="{verb}"];'
        for node in drawing
        for verb, target in relations(node)
    ]
    return "\n".join(["digraph promptops {", "  rankdir=LR;", "  node [shape=box];", *nodes, *edges, "}", ""])


def _entity(character: str) -> str:
    """Return a character reference, which no version misreads before a quote as some do a backslash.

    Escapes are read in what it stands for, so that a backslash is two.
    """
    return f"&#{ord(character)};" * (2 if character == "\\" else 1)
