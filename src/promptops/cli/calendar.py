"""`promptops calendar`: every date that matters, and what will break by when."""

from __future__ import annotations

from datetime import date
from typing import Any

import click

from promptops.cli.examples import ExampleCommand
from promptops.cli.options import as_of_option, colour_option, day, reading_options
from promptops.cli.terminal import wants_colour

_EXAMPLES = (
    "promptops calendar",
    "promptops calendar --as-of 2027-06-01 --owner support",
    "promptops calendar --until 2028-12-31 --format ical",
)


@click.command("calendar", cls=ExampleCommand, examples=_EXAMPLES)
@click.argument("path", type=click.Path(), default=".", required=False)
@reading_options
@as_of_option("See the dates from this day: what lies before it is past.")
@click.option("--until", type=day, metavar="DATE", help="Leave out what is later than this day.")
@click.option("--owner", "owners", multiple=True, metavar="TEAM", help="Show the dates of this team alone.")
@click.option(
    "--format",
    type=click.Choice(["text", "ical", "json"]),
    default="text",
    help="A table by owner, iCalendar or JSON. [default: text]",
)
@colour_option
def command(**given: Any) -> None:
    """Show the reviews, removals, retirements, rotations, waivers and soaks of the project at or above PATH."""
    from promptops.cli.agenda import agenda  # noqa: PLC0415 - help does not need it
    from promptops.reports.calendar import FORMATS, calendar_text  # noqa: PLC0415 - as above

    until: date = given["until"] or date.max
    shown = agenda(given, until, frozenset(given["owners"]))
    colour = wants_colour(given["colour"])
    write = FORMATS.get(given["format"])
    text = calendar_text(shown, colour=colour) if write is None else write(shown)
    click.echo(text, nl=False, color=colour)
