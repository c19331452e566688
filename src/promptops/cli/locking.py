"""What `promptops lock` does: write the lock of a project, or compare it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from promptops.catalog.lock import Difference, Lock, LockFile, differences, own_lock
from promptops.cli.gaps import hiding
from promptops.cli.terminal import shown_path
from promptops.errors import PromptopsError
from promptops.reports.printable import line_start
from promptops.scaffolds.files import NewFile, write_new
from promptops.sources.generated_names import LOCK_NAME

if TYPE_CHECKING:
    from promptops.compiler.pipeline import Compilation
    from promptops.resources.project import Project


def write_lock(root: Path, compiled: Compilation) -> int:
    """Write the lock of a project at its root; return the exit status.

    Raises:
        PromptopsError: the file cannot be written.
    """
    lock = Lock.of(compiled.project)
    (path,) = write_new(root, (NewFile(LOCK_NAME, lock.text),), replace=True)
    models, resources = len(lock.models), len(lock.resources)
    click.echo(f"wrote {shown_path(path)}: {_counted(models, 'model')}, {_counted(resources, 'resource')}")
    errors = hiding(compiled.verdict.diagnostics)
    if errors:
        click.echo(f"{_counted(errors, 'error')} may hide resources: run `promptops lint`", err=True)
    return 0


def check_lock(project: Project) -> int:
    """Print what is not as the lock of a project has it; return 1 when there is anything, else 0.

    Raises:
        PromptopsError: there is no lock.
    """
    found = own_lock(project)
    if found is None:
        raise PromptopsError(f"there is no `{LOCK_NAME}`", help="write it with `promptops lock`")
    if not isinstance(found, LockFile):
        click.echo(line_start(f"{LOCK_NAME}:{found.place.line}:{found.place.column}: {found.message}"))
        return 1
    lines = [line_start(_line(each)) for each in differences(found.lock, Lock.of(project))]
    click.echo("\n".join(lines) or f"`{LOCK_NAME}` is up to date")
    return int(bool(lines))


def _line(difference: Difference) -> str:
    name, path = difference.name, f" ({difference.path})" if difference.path else ""
    if difference.change == "facts":
        return f"facts    {name}: the catalogue has another {', another '.join(difference.what)}"
    return f"{difference.change:<8} {name}{path}"


def _counted(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'s'[: number != 1]}"
