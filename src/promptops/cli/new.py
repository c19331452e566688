"""`promptops new`: a resource that passes every rule."""

from __future__ import annotations

from datetime import date

import click

from promptops.cli.completion import complete_kind
from promptops.cli.examples import ExampleCommand
from promptops.cli.options import as_of_option
from promptops.cli.terminal import shown_path

_EXAMPLES = (
    "promptops new prompt support/refund-reply --owner support",
    "promptops new eval support/refund-reply --owner support",
    "promptops new tool issue-refund --owner support --dir tools/billing",
)


@click.command("new", cls=ExampleCommand, examples=_EXAMPLES)
@click.argument("kind", shell_complete=complete_kind)
@click.argument("name")
@click.option("--owner", metavar="TEAM", help="The team that answers for it. [default: as inherited, or the only one]")
@click.option("--for", "about", metavar="REFERENCE", help="What it speaks of. [default: the prompt of the same name]")
@click.option("--dir", "folder", type=click.Path(), help="Write it to this folder, under the last part of its name.")
@as_of_option("Count the dates in it from this day.")
def command(kind: str, name: str, owner: str | None, about: str | None, folder: str | None, as_of: date | None) -> None:
    """Write a file for a KIND of resource that passes every rule, and those that it needs if they are missing."""
    from pathlib import Path  # noqa: PLC0415 - help does not need it

    from promptops.cli.project import ProjectOptions, today  # noqa: PLC0415 - as above
    from promptops.scaffolds.beginning import Wish, begin  # noqa: PLC0415 - as above
    from promptops.scaffolds.files import folder_below, write_new  # noqa: PLC0415 - as above
    from promptops.scaffolds.ownership import Site  # noqa: PLC0415 - as above
    from promptops.sources.codeowners import read_codeowners  # noqa: PLC0415 - as above

    options = ProjectOptions(Path(), ref=None, config=None, as_of=as_of, no_cache=False)
    root = options.place().root
    compiler = options.compiler(root)
    project, settings = compiler.compiled.project, compiler.compiled.settings
    site = Site(root, project, settings, read_codeowners(compiler.tree), as_of or today())
    wish = Wish(kind, name, owner, None if folder is None else folder_below(root, Path(folder)), about)
    written = [shown_path(path) for path in write_new(root, begin(site, wish))]
    for path in written:
        click.echo(f"wrote {path}")
    click.echo(f"next: say in {written[0]} what is meant, then run `promptops lint`")
