"""`promptops graph`: who depends on whom."""

from __future__ import annotations

from typing import Any

import click

from promptops.cli.examples import ExampleCommand
from promptops.cli.options import colour_option, project_options
from promptops.cli.terminal import wants_colour

_EXAMPLES = (
    "promptops graph",
    "promptops graph --select +support/refund-reply",
    "promptops graph prompts --exclude kind:team --format mermaid",
)


@click.command("graph", cls=ExampleCommand, examples=_EXAMPLES)
@project_options
@click.option(
    "--format",
    type=click.Choice(["text", "mermaid", "dot", "json"]),
    default="text",
    help="How to draw it. [default: text]",
)
@click.option(
    "--select",
    multiple=True,
    metavar="SELECTOR",
    help="Show these alone: a name, kind:, owner: or path:; +x with what x needs, x+ with what needs x, @x with both.",
)
@click.option("--exclude", multiple=True, metavar="SELECTOR", help="Leave these out.")
@colour_option
def command(**given: Any) -> None:
    """Show the resources at or below PATH, what each of them depends on, and the circles of calls among them."""
    from promptops.cli.gaps import hiding  # noqa: PLC0415 - help does not need it
    from promptops.cli.project import ProjectOptions  # noqa: PLC0415 - as above
    from promptops.graph.call_cycles import every_cycle  # noqa: PLC0415 - as above
    from promptops.graph.graph import Graph  # noqa: PLC0415 - as above
    from promptops.graph.selection import select  # noqa: PLC0415 - as above
    from promptops.reports.graphs import render_graph  # noqa: PLC0415 - as above
    from promptops.reports.graphs.circles import circles_of  # noqa: PLC0415 - as above

    options = ProjectOptions.of(given)
    place = options.place()
    compiled = options.compiler(place.root).compiled
    graph, owner_of = Graph.of(compiled.project), compiled.project.owner
    selected = select(graph, given["select"], given["exclude"], owner_of)
    shown = frozenset(each for each in selected if place.has(graph.nodes[each].path))
    circles = circles_of(every_cycle(compiled.project), shown, compiled.compiled.locator.span)
    colour = wants_colour(given["colour"])
    click.echo(render_graph(given["format"], graph, shown, owner_of, circles, colour=colour), nl=False, color=colour)
    errors = hiding(compiled.verdict.diagnostics)
    if errors:
        click.echo(f"{errors:,} error{'s'[: errors > 1]} may hide resources or links: run `promptops lint`", err=True)
