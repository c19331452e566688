"""`promptops budget`: the tree of budgets, and what one request may take of it."""

from __future__ import annotations

from typing import Any

import click

from promptops.cli.examples import ExampleCommand
from promptops.cli.options import as_of_option, colour_option, reading_options
from promptops.cli.terminal import wants_colour

_EXAMPLES = (
    "promptops budget",
    "promptops budget --against v1.2.0",
    "promptops budget --format json",
)


@click.command("budget", cls=ExampleCommand, examples=_EXAMPLES)
@click.argument("path", type=click.Path(), default=".", required=False)
@reading_options
@as_of_option("Judge as if it were this day.")
@click.option("--environment", metavar="NAME", help="Show the budgets that hold there, with what it overrides.")
@click.option("--against", metavar="REF", help="Say what differs from this branch, tag, commit or folder.")
@click.option("--fetch", is_flag=True, help="Fetch what a shallow clone lacks to find the baseline.")
@click.option("--format", type=click.Choice(["text", "json"]), default="text", help="How to show it. [default: text]")
@colour_option
def command(**given: Any) -> None:
    """Show the budgets of the project at or above PATH: what they hold, what their parts and one request take.

    With --against, say by how much a change moves the worst case of a request.
    """
    from promptops.cli.budgeting import report  # noqa: PLC0415 - help does not need it
    from promptops.reports.budgets import budgets_json, budgets_text  # noqa: PLC0415 - as above

    shown = report(given)
    colour = wants_colour(given["colour"])
    text = budgets_json(shown) if given["format"] == "json" else budgets_text(shown, colour=colour)
    click.echo(text, nl=False, color=colour)
