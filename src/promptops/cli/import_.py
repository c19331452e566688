"""`promptops import`: native files for what is written in other dialects."""

from __future__ import annotations

import click

from promptops.cli.examples import ExampleCommand

_EXAMPLES = (
    "promptops import --dry-run",
    "promptops import prompts",
    "promptops import prompts --to native --force",
)


@click.command("import", cls=ExampleCommand, examples=_EXAMPLES)
@click.argument("paths", metavar="[PATH]...", type=click.Path(exists=True), nargs=-1)
@click.option("--to", "folder", type=click.Path(), help="Write below this folder. [default: beside what is read]")
@click.option("--dry-run", is_flag=True, help="Say what would be written, and write nothing.")
@click.option("--force", is_flag=True, help="Replace files that are there.")
def command(paths: tuple[str, ...], folder: str | None, dry_run: bool, force: bool) -> None:  # noqa: FBT001 - click passes names
    """Write native files for what is written in other dialects at or below each PATH, or in the whole project.

    What the native format has no key for is kept under `annotations`. What cannot be said natively in exactly the same
    way is left out, and stays as it is; the exit status is 1 then.
    """
    from pathlib import Path  # noqa: PLC0415 - help does not need it

    from promptops.cli.project import ProjectOptions  # noqa: PLC0415 - as above
    from promptops.conversion.files import unchanged, write  # noqa: PLC0415 - as above
    from promptops.conversion.importing import plan, told  # noqa: PLC0415 - as above
    from promptops.reports.printable import line_start  # noqa: PLC0415 - as above
    from promptops.scaffolds.files import folder_below  # noqa: PLC0415 - as above

    options = ProjectOptions(Path(), ref=None, config=None, as_of=None, no_cache=False)
    root = options.place().root
    scopes = [folder_below(root, Path(path)) for path in paths or (root,)]
    planned = plan(options.compiler(root).compiled, scopes, "" if folder is None else folder_below(root, Path(folder)))
    files = [each.file for each in planned.imported]
    same = unchanged(root, files)
    if not dry_run:
        write(root, files, replace=force, sources=planned.sources)
    for line in told(planned, unchanged=same, is_done=not dry_run):
        click.echo(line_start(line))
    if planned.left_out:
        raise click.exceptions.Exit(1)
