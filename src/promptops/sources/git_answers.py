"""What git answers, and what it complains of when it fails."""

from __future__ import annotations

import os
import re
import signal
import subprocess
from pathlib import Path
from typing import NamedTuple

from promptops.sources.git_command import git_command, git_environment

_SECRET = re.compile(r"(?<=://)[^/@\s]+@")
_SERIOUS = ("fatal: ", "error: ")
_LONGEST = 200


class Answer(NamedTuple):
    """How a git command ended: `complaint` is its own first serious line, fit to be printed; empty for none."""

    is_good: bool
    output: bytes
    complaint: str


def ask_git(root: Path, *arguments: str, lines: bytes = b"", seconds: float | None = None) -> Answer:
    """Run a git command on some lines of input, for some seconds at most; like any other, it can ask nobody anything.

    It runs apart from the terminal, so that no program that it starts for a connection waits for a password there.
    """
    try:
        process = subprocess.Popen(  # noqa: S603 - the command is git; the callers check what is in its words
            git_command(*arguments),
            cwd=root,
            env=git_environment(),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            start_new_session=True,
        )
    except OSError as error:
        return Answer(is_good=False, output=b"", complaint=(error.strerror or "git cannot be started").lower())
    with process:
        try:
            output, errors = process.communicate(lines, seconds)
        except subprocess.TimeoutExpired:
            return Answer(is_good=False, output=b"", complaint=f"no answer in {seconds:.0f} seconds")
        finally:
            if process.returncode is None:  # with what it has started, which would keep the pipes open
                os.killpg(process.pid, signal.SIGKILL)
    return Answer(process.returncode == 0, output, _complaint(errors))


def _complaint(errors: bytes) -> str:
    """Return what git itself says went wrong: a remote may say anything, and an address may hold a password."""
    for line in errors.decode(errors="replace").splitlines():
        if line.startswith(_SERIOUS):
            told = _SECRET.sub("", line.partition(": ")[2])
            return "".join(char if char.isprintable() else "?" for char in told)[:_LONGEST]
    return ""
