"""`promptops status`: what a channel points at, and what is restricted."""

from __future__ import annotations

import sys
from typing import Any

import click

from promptops.cli.examples import ExampleCommand
from promptops.cli.publishing import store_options

_EXAMPLES = (
    "promptops status prod",
    "promptops status prod --format json",
)


@click.command("status", cls=ExampleCommand, examples=_EXAMPLES)
@click.argument("channel")
@store_options
@click.option("--format", type=click.Choice(["text", "json"]), default="text", help="How to show it. [default: text]")
def command(**given: Any) -> None:
    """Show what CHANNEL points at, since when and until when, what is restricted, and what was before.

    Exit with 1 when readers refuse what is there.
    """
    from promptops.cli.publishing import now, opened_channel  # noqa: PLC0415 - help does not need it
    from promptops.publishing.status import status_of  # noqa: PLC0415 - as above
    from promptops.publishing.text import status_lines  # noqa: PLC0415 - as above

    time = now()
    status = status_of(opened_channel(given, time), time)
    if given["format"] == "json":
        from promptops.reports.encoding import to_json  # noqa: PLC0415 - for this format alone

        click.echo(to_json(status.document(), indent=2))
    else:
        click.echo("\n".join(status_lines(status, time)))
    sys.exit(bool(status.problems))
