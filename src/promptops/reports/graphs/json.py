"""The graph as JSON, for programs; `schemas/graph.schema.json` describes it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from promptops.reports.encoding import to_json
from promptops.reports.graphs.circles import Circle
from promptops.reports.graphs.drawing import Drawing, Node


def render_json(drawing: Drawing, circles: Sequence[Circle] = ()) -> str:
    """Return nodes sorted by reference, edges sorted by source, verb, target and place, and circles of calls."""
    edges = [edge._asdict() for node in drawing for edge in node.edges]
    drawn = {"nodes": [_node(node) for node in drawing], "edges": edges, "cycles": [_cycle(each) for each in circles]}
    return to_json(drawn, indent=2) + "\n"


def _cycle(circle: Circle) -> dict[str, Any]:
    steps = [
        {
            "source": step.source,
            "target": step.target,
            "type": step.type,
            "path": step.at.path,
            "line": step.at.line,
            "keys": step.keys,
        }
        for step in circle.steps
    ]
    return {"kind": circle.kind, "calls": steps, "limits": [end._asdict() for end in circle.ends]}


def _node(node: Node) -> dict[str, Any]:
    entry = node.entry
    return {
        "reference": node.reference,
        "kind": entry.kind,
        "name": entry.name,
        "version": entry.version,
        "owner": node.owner,
        "path": entry.path,
        "dynamic": entry.dynamic,
    }
