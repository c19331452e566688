"""`promptops init`: a `promptops.yaml` for the repository at hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from promptops.cli.examples import ExampleCommand
from promptops.cli.terminal import shown_path, wants_colour, width

if TYPE_CHECKING:
    from promptops.scaffolds.starting import Schemas

_EXAMPLES = ("promptops init", "promptops init --schemas all")


@click.command("init", cls=ExampleCommand, examples=_EXAMPLES)
@click.argument("path", type=click.Path(exists=True, file_okay=False), required=False)
@click.option("--force", is_flag=True, help="Replace a promptops.yaml that is there.")
@click.option(
    "--schemas",
    type=click.Choice(["none", "config", "all"]),
    default="config",
    help="The schemas to write to .promptops/schemas, for editors: of promptops.yaml, or of every kind as well.",
    show_default=True,
)
def command(path: str | None, force: bool, schemas: Schemas) -> None:  # noqa: FBT001 - click passes names
    """Write a promptops.yaml to PATH, or to the top of the repository that you stand in.

    It lists what was found there; nothing that is guessed takes effect.
    """
    from pathlib import Path  # noqa: PLC0415 - help does not need it

    from promptops.cli.progress import progress  # noqa: PLC0415 - as above
    from promptops.cli.project import today  # noqa: PLC0415 - as above
    from promptops.reports.colour import Ink  # noqa: PLC0415 - as above
    from promptops.reports.text import WIDTH  # noqa: PLC0415 - as above
    from promptops.scaffolds.overview import told  # noqa: PLC0415 - as above
    from promptops.scaffolds.starting import start  # noqa: PLC0415 - as above
    from promptops.sources.git_command import repository_top  # noqa: PLC0415 - as above

    root = Path(path) if path is not None else repository_top(Path.cwd()) or Path.cwd()
    started = start(root, schemas, today(), progress(enabled=True), replace=force)
    for file in started.written:
        click.echo(f"wrote {shown_path(file)}")
    colour = wants_colour(None)
    for line in told(started.found, Ink(colour), width(WIDTH)):
        click.echo(line, color=colour)
