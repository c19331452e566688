"""`promptops export`: prompts and tools in another dialect."""

from __future__ import annotations

import click

from promptops.cli.examples import ExampleCommand
from promptops.errors import UsageError

_EXAMPLES = (
    "promptops export prompty support/refund-reply",
    "promptops export dotprompt --to exported",
    "promptops export github support/refund-reply",
)
_STDOUT = "-"


@click.command("export", cls=ExampleCommand, examples=_EXAMPLES)
@click.argument("target", metavar="FORMAT", type=click.Choice(["prompty", "dotprompt", "github", "mcp"]))
@click.argument("names", metavar="[NAME]...", nargs=-1)
@click.option(
    "--to",
    "folder",
    default=_STDOUT,
    help="Write files below this folder, or one to standard output: `-`. [default: -]",
)
@click.option("--force", is_flag=True, help="Replace files that are there.")
def command(target: str, names: tuple[str, ...], folder: str, force: bool) -> None:  # noqa: FBT001 - click passes names
    """Write prompts in the FORMAT prompty, dotprompt or github, or tools as MCP lists them: mcp.

    Those with a NAME are written, or all. What the format has no place for is told. What would mean something else in
    it is not written; the exit status is 1 then.
    """
    from pathlib import Path  # noqa: PLC0415 - help does not need it

    from promptops.cli.project import ProjectOptions  # noqa: PLC0415 - as above
    from promptops.conversion.exporting import export, told  # noqa: PLC0415 - as above
    from promptops.conversion.files import write  # noqa: PLC0415 - as above
    from promptops.reports.printable import line_start  # noqa: PLC0415 - as above
    from promptops.scaffolds.files import NewFile, folder_below  # noqa: PLC0415 - as above

    root = ProjectOptions(Path(), ref=None, config=None, as_of=None, no_cache=False).place().root
    compiler = ProjectOptions(Path(), ref=None, config=None, as_of=None, no_cache=False).compiler(root)
    exported = export(compiler.compiled, target, names)
    if folder != _STDOUT:
        below = folder_below(root, Path(folder))
        files = [NewFile(f"{below}/{file.path}" if below else file.path, file.text) for file in exported.files]
        write(root, files, replace=force)
        for file in files:
            click.echo(line_start(f"wrote {file.path}"))
    elif len(exported.files) > 1:
        raise UsageError(
            f"there are {len(exported.files):,} files to write", help="name one prompt, or a folder with `--to`"
        )
    for file in exported.files if folder == _STDOUT else ():
        click.echo(file.text, nl=False)
    if not exported.files and not exported.refusals:
        click.echo(f"nothing to write: the project has no {'tools' if target == 'mcp' else 'prompts'}", err=True)
    for line in told(exported):
        click.echo(line_start(line), err=True)
    if exported.refusals:
        raise click.exceptions.Exit(1)
