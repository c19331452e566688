"""`promptops lock`: write down what the project is, so that what moves under it shows."""

from __future__ import annotations

import sys
from typing import Any

import click

from promptops.cli.examples import ExampleCommand
from promptops.cli.options import reading_options
from promptops.errors import UsageError

_EXAMPLES = ("promptops lock", "promptops lock --check")


@click.command("lock", cls=ExampleCommand, examples=_EXAMPLES)
@click.argument("path", type=click.Path(), default=".", required=False)
@reading_options
@click.option("--check", is_flag=True, help="Write nothing: list what is not as the lock has it, and exit with 1.")
def command(**given: Any) -> None:
    """Write promptops.lock: the snapshot and the facts of each model, and the digest of each resource.

    PATH is a folder of the project.
    """
    from promptops.cli.locking import check_lock, write_lock  # noqa: PLC0415 - help does not need it
    from promptops.cli.project import ProjectOptions  # noqa: PLC0415 - as above

    if given["ref"] is not None and not given["check"]:
        raise UsageError("`--at` reads a commit, and a lock is written to the files", help="add `--check`")
    options = ProjectOptions.of({**given, "as_of": None})
    root = options.place().root
    compiled = options.compiler(root).compiled
    sys.exit(check_lock(compiled.project) if given["check"] else write_lock(root, compiled))
