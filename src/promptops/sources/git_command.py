"""Running git: plain commands, as they are several times faster than any library.

A hostile repository must not make git run anything: hooks and file system monitors are switched off, repositories that
lie in the tree like any folder are refused, prompts and fetches too. What is left are the filters that a user's own
configuration of git names, which run as in any git command.
"""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

_SAFE = (
    "core.fsmonitor=false",
    "core.hooksPath=/dev/null",
    "core.quotePath=false",
    "protocol.allow=never",
    "safe.bareRepository=explicit",
)
_SETTINGS = {
    "GIT_TERMINAL_PROMPT": "0",
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_NO_REPLACE_OBJECTS": "1",  # a commit is what its id says
    "GIT_OPTIONAL_LOCKS": "0",  # nothing is written, and nobody who commits meanwhile is kept waiting
    "GIT_LITERAL_PATHSPECS": "1",
    "LC_ALL": "C",
}


def git_command(*arguments: str) -> list[str]:
    """Return the words of a git command."""
    return ["git", *(word for setting in _SAFE for word in ("-c", setting)), *arguments]


def git_environment() -> dict[str, str]:
    """Return the environment for git: no prompt, no network, no locale, no repository but the one named."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    return {**kept, **_SETTINGS}


def run_git(root: Path, *arguments: str) -> bytes | None:
    """Return what a git command prints, or None when git is missing or the command fails."""
    try:
        done = subprocess.run(  # noqa: S603 - fixed commands; no part of them comes from file contents
            git_command(*arguments),
            cwd=root,
            env=git_environment(),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,  # a second pipe would have to be waited for with the first, piece by piece
            check=False,
        )
    except OSError:
        return None
    return done.stdout if done.returncode == 0 else None


def git_is_installed() -> bool:
    """Say whether there is a git to run."""
    import shutil  # noqa: PLC0415 - only where git has failed

    return shutil.which("git") is not None


def repository_top(folder: Path) -> Path | None:
    """Return the nearest folder at or above `folder` that holds `.git`, without starting git."""
    for candidate in (folder, *folder.parents):
        if os.path.lexists(candidate / ".git"):
            return candidate
    return None
