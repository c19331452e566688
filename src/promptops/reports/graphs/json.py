"""The graph as JSON, for programs; `schemas/graph.schema.json` describes it."""

from __future__ import annotations

from typing import Any

from promptops.reports.encoding import to_json
from promptops.reports.graphs.drawing import Drawing, Node


def render_json(drawing: Drawing) -> str:
    """Return nodes sorted by reference, and edges sorted by source, verb, target and place."""
    edges = [edge._asdict() for node in drawing for edge in node.edges]
    return to_json({"nodes": [_node(node) for node in drawing], "edges": edges}, indent=2) + "\n"


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
