"""`promptops impact`: who depends on a resource, and through what."""

from __future__ import annotations

from typing import Any

import click

from promptops.cli.examples import ExampleCommand
from promptops.cli.options import as_of_option, colour_option, reading_options
from promptops.cli.terminal import wants_colour

_EXAMPLES = (
    "promptops impact support/refund-reply",
    "promptops impact fragment:common/json-only --format json",
)


@click.command("impact", cls=ExampleCommand, examples=_EXAMPLES)
@click.argument("name")
@click.argument("path", type=click.Path(), default=".", required=False)
@reading_options
@as_of_option("Judge as if it were this day.")
@click.option("--format", type=click.Choice(["text", "json"]), default="text", help="How to show it. [default: text]")
@colour_option
def command(**given: Any) -> None:
    """Show everything that depends on the resource NAME, and what is expected of it.

    NAME is a name, a reference such as `prompt:support/refund-reply@2`, or another selector of `promptops graph`.
    """
    from promptops.cli.reliance import Asked  # noqa: PLC0415 - help does not need it
    from promptops.compiler.reliances import impact_on  # noqa: PLC0415 - as above
    from promptops.reports.reliance import impact_json, impact_text  # noqa: PLC0415 - as above

    asked = Asked(given, (given["name"],))
    shown = impact_on(asked.compiled, asked.entries, asked.root)
    colour = wants_colour(given["colour"])
    text = impact_json(shown) if given["format"] == "json" else impact_text(shown, colour=colour)
    click.echo(text, nl=False, color=colour)
