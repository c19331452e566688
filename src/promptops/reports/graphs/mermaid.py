"""The graph as a Mermaid flowchart, which GitHub and GitLab draw in Markdown."""

from __future__ import annotations

from typing import Final

from promptops.reports.graphs.drawing import Drawing, relations
from promptops.reports.graphs.labels import label

_MOST_EDGES: Final = 500
_LONGEST_TEXT: Final = 50_000
_TOO_LARGE: Final = (
    "  %% larger than Mermaid draws unless maxEdges and maxTextSize are raised where it is shown; --select draws a part"
)


def render_mermaid(drawing: Drawing) -> str:
    """Return a flowchart from left to right; a comment warns of a size beyond the defaults of Mermaid."""
    ids = {node.reference: f"n{number}" for number, node in enumerate(drawing)}
    nodes = [f"  {ids[node.reference]}[{label(node.reference, _entity)}]" for node in drawing]
    edges = [
        f'  {ids[node.reference]} -->|"{verb}"| {ids[target]}' for node in drawing for verb, target in relations(node)
    ]
    lines = [*nodes, *edges]
    if len(edges) > _MOST_EDGES or sum(map(len, lines)) > _LONGEST_TEXT - len(_TOO_LARGE):
        lines.insert(0, _TOO_LARGE)
    return "\n".join(["flowchart LR", *lines, ""])


def _entity(character: str) -> str:
    return f"#{ord(character)};"
