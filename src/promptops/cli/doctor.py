"""`promptops doctor`: whether this installation works, and what to do if it does not."""

from __future__ import annotations

import os
import sys

import click

from promptops.cli.examples import ExampleCommand
from promptops.cli.options import colour_option
from promptops.cli.terminal import wants_colour


@click.command("doctor", cls=ExampleCommand, examples=("promptops doctor",))
@click.argument("path", type=click.Path(), default=".", required=False)
@colour_option
def command(path: str, colour: bool | None) -> None:  # noqa: FBT001 - click passes names
    """Look at this installation, and at the project at or above PATH; exit with 1 if something is wrong."""
    from pathlib import Path  # noqa: PLC0415 - help does not need it

    from promptops.cli.caching import cache_base  # noqa: PLC0415 - as above
    from promptops.installation import Surroundings, look_at_everything  # noqa: PLC0415 - as above
    from promptops.installation.facts import State  # noqa: PLC0415 - as above
    from promptops.installation.text import fact_lines  # noqa: PLC0415 - as above

    coloured, status = wants_colour(colour), 0
    for fact in look_at_everything(Surroundings(os.environ.get("PATH", os.defpath), cache_base(), Path(path))):
        for line in fact_lines(fact, colour=coloured):
            click.echo(line, color=coloured)
        if fact.state is State.WRONG:
            status = 1
    sys.exit(status)
