"""`--fix`: write the safe fixes of the findings that were asked for into their files."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import click

from promptops.cli.check import Check
from promptops.compiler.fixing import apply_edits, edits_by_file
from promptops.diagnostics import Edit
from promptops.errors import PromptopsError, UsageError
from promptops.reports.printable import printable

MAX_ROUNDS = 10
"""A fix may uncover the next; no file needs more rounds than this."""

_BOM = "\ufeff"


def apply_fixes(check: Check) -> Check:
    """Fix until nothing is left to fix, say on standard error what was changed, and return the check of what is left.

    Raises:
        UsageError: the files are those of a commit.
        PromptopsError: a file cannot be written.
    """
    if check.options.project.ref is not None:
        raise UsageError("`--fix` cannot change a commit", help="leave `--at` out")
    fixed: set[str] = set()
    for _ in range(MAX_ROUNDS):
        edits = edits_by_file(check.report().diagnostics)
        if not edits:
            break
        for path, changes in edits.items():
            _rewrite(check.place.root / path, path, changes)
        fixed.update(edits)
        check = Check(check.options)
    for path in sorted(fixed):
        click.echo(f"fixed {printable(path)}", err=True)
    return check


def _rewrite(file: Path, path: str, edits: Iterable[Edit]) -> None:
    """Apply edits to a file, whose byte order mark and line breaks stay as they are."""
    try:
        text = file.read_bytes().decode()
        mark = _BOM if text.startswith(_BOM) else ""
        file.write_bytes((mark + apply_edits(text.removeprefix(mark), edits)).encode())
    except OSError as error:
        raise PromptopsError(f"`{path}` cannot be fixed: {error.strerror}") from error
