"""`--fix`: write the safe fixes of the findings that were asked for into their files."""

from __future__ import annotations

import click

from promptops.cli.check import Check
from promptops.compiler.fixing import apply_edits, edits_by_file
from promptops.errors import PromptopsError, UsageError

MAX_ROUNDS = 10
"""A fix may uncover the next; no file needs more rounds than this."""


def apply_fixes(check: Check) -> None:
    """Fix until nothing is left to fix, and say on standard error what was changed.

    Raises:
        UsageError: the files are those of a commit.
        PromptopsError: a file cannot be written.
    """
    if check.options.ref is not None:
        raise UsageError("`--fix` cannot change a commit", help="leave `--at` out")
    fixed: set[str] = set()
    for _ in range(MAX_ROUNDS):
        edits = edits_by_file(check.report().diagnostics)
        if not edits:
            break
        for path, changes in edits.items():
            file = check.place.root / path
            try:
                text = file.read_bytes().decode()
                mark = "\ufeff" if text.startswith("\ufeff") else ""
                file.write_bytes((mark + apply_edits(text.removeprefix(mark), changes)).encode())
            except OSError as error:
                raise PromptopsError(f"`{path}` cannot be fixed: {error.strerror}") from error
            fixed.add(path)
        check = Check(check.options)
    for path in sorted(fixed):
        click.echo(f"fixed {path}", err=True)
