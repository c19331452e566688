"""What the terminal is and wants: colours, lines of which width, and how an error is shown on it."""

from __future__ import annotations

import os
import sys
from io import StringIO
from typing import TYPE_CHECKING, TextIO

import click

from promptops.errors import PromptopsError

if TYPE_CHECKING:
    from pathlib import Path


def wants_colour(asked: bool | None) -> bool:  # noqa: FBT001 - what `--color/--no-color` gives
    """Say whether standard output is to be coloured: as asked, else on a terminal unless `NO_COLOR` is set."""
    return _is_coloured(sys.stdout) if asked is None else asked


def width(default: int) -> int:
    """Return the cells in a line of standard output: those of the terminal, `default` where it is none."""
    try:
        return os.get_terminal_size(sys.stdout.fileno()).columns or default
    except (OSError, ValueError):  # a pipe, a file, or what stands in for one
        return default


def shown_path(path: Path) -> str:
    """Return a path as somebody in the working directory would write it."""
    from promptops.reports.printable import printable  # noqa: PLC0415 - help does not need it

    return printable(os.path.relpath(path).replace(os.sep, "/"))


def show_error(error: PromptopsError) -> None:
    """Say on standard error what went wrong, and what to do about it."""
    from promptops.reports.printable import printable  # noqa: PLC0415 - help does not need it

    coloured = _is_coloured(sys.stderr)
    click.secho(f"error: {printable(str(error))}", fg="red", err=True, color=coloured)
    if error.help:
        click.echo(f"  = help: {printable(error.help)}", err=True)


def show_misuse(error: click.ClickException) -> None:
    """Say on standard error what is wrong with the arguments, which may be the names of a stranger."""
    from promptops.reports.printable import UNSAFE_IN_LINES, spelled  # noqa: PLC0415 - help does not need it

    said = StringIO()
    error.show(said)
    click.echo(UNSAFE_IN_LINES.sub(lambda match: spelled(match[0]), said.getvalue()), nl=False, err=True)


def use_utf8() -> None:
    """Write UTF-8 to files and pipes, which programs read; to a terminal what it can show, and escapes for the rest."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding=None if stream.isatty() else "utf-8", errors="backslashreplace")


def _is_coloured(stream: TextIO) -> bool:
    return stream.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
