"""What only a terminal gets: colours, and lines that fit."""

from __future__ import annotations

import fcntl
import os
import pty
import struct
import subprocess
import sys
import termios
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

Write = Callable[[Mapping[str, str | bytes]], None]

_TERMINAL = {"TERM": "xterm"}
_LONG = '---\nname: a\nowner: support\n---\n{% include "missing" %}' + " and so on" * 40 + "\n"


def shown_on_terminal(
    root: Path, *arguments: str, columns: int = 80, environment: Mapping[str, str] | None = None
) -> str:
    """Return what the command line shows on a terminal with some columns."""
    terminal, end = pty.openpty()
    fcntl.ioctl(end, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
    command = [sys.executable, "-m", "promptops", *arguments]
    with subprocess.Popen(
        command,
        cwd=root,
        env={**os.environ, **(environment or _TERMINAL)},
        stdin=subprocess.DEVNULL,
        stdout=end,
        stderr=end,
    ) as process:
        os.close(end)
        shown = b""
        try:
            while piece := os.read(terminal, 65_536):
                shown += piece
        except OSError:  # what Linux says at the end
            pass
        os.close(terminal)
    assert process.returncode in (0, 1, 2)
    return shown.decode().replace("\r\n", "\n")


@pytest.mark.parametrize(
    ("arguments", "environment", "coloured"),
    [
        (("lint",), _TERMINAL, True),
        (("lint", "--no-color"), _TERMINAL, False),
        (("lint",), {"TERM": "xterm", "NO_COLOR": "1"}, False),
        (("lint", "--color"), {"TERM": "xterm", "NO_COLOR": "1"}, True),
        (("lint",), {"TERM": "dumb"}, False),
        (("lint", "--format", "json"), _TERMINAL, False),
        (("lint", "nowhere"), _TERMINAL, True),
        (("lint", "nowhere"), {"TERM": "xterm", "NO_COLOR": "1"}, False),
        (("rule", "unused-input"), _TERMINAL, True),
        (("graph",), _TERMINAL, True),
        (("graph", "--format", "dot"), _TERMINAL, False),
        (("doctor",), _TERMINAL, True),
    ],
)
def test_colours(
    repository: Path,
    write: Write,
    arguments: tuple[str, ...],
    environment: dict[str, str],
    coloured: bool,  # noqa: FBT001 - a case
) -> None:
    write({"a.prompt.md": _LONG})
    assert ("\x1b[" in shown_on_terminal(repository, *arguments, environment=environment)) is coloured


def test_a_second_run_shows_the_same(repository: Path, write: Write) -> None:
    write({"a.prompt.md": _LONG})
    first, second = (shown_on_terminal(repository, "lint") for _ in range(2))
    assert first == second


@pytest.mark.parametrize("columns", [60, 100])
def test_quoted_lines_fit(repository: Path, write: Write, columns: int) -> None:
    write({"a.prompt.md": _LONG})
    shown = shown_on_terminal(repository, "lint", "--no-color", columns=columns)
    (quoted,) = [line for line in shown.splitlines() if line.startswith("   5 |")]
    assert columns - 10 <= len(quoted) <= columns


@pytest.mark.parametrize(("columns", "widest"), [(40, 50), (70, 70), (200, 100)])
def test_help_fits_and_stays_readable(repository: Path, columns: int, widest: int) -> None:
    lines = shown_on_terminal(repository, "lint", "--help", columns=columns).partition("Examples:")[0].splitlines()
    assert widest - 20 <= max(map(len, lines)) <= widest
