"""`promptops bounds`: the most that one request uses, and how that comes about."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from promptops.cli.examples import ExampleCommand
from promptops.cli.options import as_of_option, colour_option, reading_options
from promptops.cli.terminal import wants_colour
from promptops.errors import UsageError

if TYPE_CHECKING:
    from promptops.resources.entries import Entry
    from promptops.resources.project import Project

_EXAMPLES = (
    "promptops bounds support/refund-reply",
    "promptops bounds prompt:support/refund-reply --format json",
)


@click.command("bounds", cls=ExampleCommand, examples=_EXAMPLES)
@click.argument("name")
@click.argument("path", type=click.Path(), default=".", required=False)
@reading_options
@as_of_option("Judge as if it were this day.")
@click.option("--environment", metavar="NAME", help="With what this environment overrides.")
@click.option("--format", type=click.Choice(["text", "json"]), default="text", help="How to show it. [default: text]")
@colour_option
def command(**given: Any) -> None:
    """Show the most that one request to the resource NAME uses: calls of models, tokens, money.

    NAME is that of a feature, agent, prompt, tool, model or eval, of which one case is looked at. Each line of the
    derivation names the limit that it rests on, with its file and line; what nothing limits has no end.
    """
    from promptops.cli.reliance import Asked  # noqa: PLC0415 - help does not need it
    from promptops.compiler.bounding import BOUNDED, bounds_on  # noqa: PLC0415 - as above
    from promptops.reports.bounds import bounds_json, bounds_text  # noqa: PLC0415 - as above

    asked = Asked(given, (given["name"],))
    entries = [entry for entry in asked.entries if entry.kind in BOUNDED]
    if not entries:
        message = f"nothing that a request could be made to is named `{given['name']}`"
        raise UsageError(message, help=f"name one of these kinds: {', '.join(BOUNDED)}")
    environment = _environment(asked.compiled.project, given["environment"])
    shown = bounds_on(asked.compiled, entries, environment)
    colour = wants_colour(given["colour"])
    text = bounds_json(shown) if given["format"] == "json" else bounds_text(shown, asked.root, colour=colour)
    click.echo(text, nl=False, color=colour)


def _environment(project: Project, name: str | None) -> Entry | None:
    if name is None:
        return None
    found = [entry for entry in project.named("environment", name.removeprefix("environment:")) if entry.sound]
    if not found:
        known = ", ".join(project.names.get("environment", ())) or "the project has none"
        raise UsageError(f"there is no environment `{name}`", help=f"choose from: {known}")
    return found[-1]
