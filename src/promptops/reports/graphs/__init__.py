"""Drawings of the dependency graph: one file an output format.

As with every report, a name out of a hostile file is shown and cannot act: not on the terminal, nor on what draws the
output. The same graph gives the same bytes.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from collections.abc import Set as AbstractSet
from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

from promptops.errors import UsageError
from promptops.reports.graphs.drawing import drawing_of

if TYPE_CHECKING:
    from promptops.graph.graph import Graph
    from promptops.reports.graphs.circles import Circle
    from promptops.resources.entries import Entry

FORMATS: Final = {
    "text": ("promptops.reports.graphs.text", "render_text"),
    "mermaid": ("promptops.reports.graphs.mermaid", "render_mermaid"),
    "dot": ("promptops.reports.graphs.dot", "render_dot"),
    "json": ("promptops.reports.graphs.json", "render_json"),
}
"""The module and the function behind the name of a format; a module is imported when its format is asked for."""


def render_graph(
    format: str,
    graph: Graph,
    selected: AbstractSet[str],
    owner_of: Callable[[Entry], str | None],
    circles: Sequence[Circle] = (),
    *,
    colour: bool = False,
) -> str:
    """Return the nodes that are selected, by reference, and the edges between them in one of `FORMATS`.

    `owner_of` names the team that answers for a resource; `circles` of calls are listed in `text` and `json`, as the
    others draw them by themselves. `colour` is for people, so that `text` alone heeds it.

    Raises:
        UsageError: there is no such format.
    """
    if format not in FORMATS:
        raise UsageError(f"there is no format `{format}`", help=f"choose one of {', '.join(FORMATS)}")
    module, function = FORMATS[format]
    renderer = getattr(import_module(module), function)
    drawing = drawing_of(graph, selected, owner_of)
    options: dict[str, dict[str, Any]] = {"text": {"circles": circles, "colour": colour}, "json": {"circles": circles}}
    text: str = renderer(drawing, **options.get(format, {}))
    return text
