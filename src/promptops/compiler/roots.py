"""Where a project begins: the folder to compile for a path that somebody names."""

from __future__ import annotations

import os
from pathlib import Path
from typing import NamedTuple

from promptops.compiler.request import CONFIG_NAME
from promptops.errors import UsageError
from promptops.sources.codeowners import LOCATIONS
from promptops.sources.git_command import repository_top


class Place(NamedTuple):
    """The root of a project, and the path below it that was asked for; empty for all of it."""

    root: Path
    scope: str = ""


def governing_files(named: Path) -> list[Path]:
    """Return the files, there or not, that decide to which project a path belongs and who owns its files."""
    top = repository_top(named)
    above = (named,) if top is None else (named, *(folder for folder in named.parents if folder.is_relative_to(top)))
    return [folder / name for folder in above for name in (CONFIG_NAME, *LOCATIONS)]


def find_place(path: Path) -> Place:
    """Return the project that a file or folder belongs to.

    The root is the nearest folder at or above it with a `promptops.yaml`, not beyond the git repository; without one
    it is the folder itself.

    Raises:
        UsageError: there is nothing at the path.
    """
    try:
        named = path.resolve(strict=True)
    except (OSError, ValueError, RuntimeError) as error:
        raise UsageError(f"there is nothing at `{path}`", help="name a folder or file of the project") from error
    folder = named if named.is_dir() else named.parent
    top = repository_top(folder)
    for candidate in (folder, *folder.parents):
        if os.path.isfile(candidate / CONFIG_NAME):  # noqa: PTH113 - no error where a folder above may not be read
            scope = named.relative_to(candidate).as_posix()
            return Place(candidate, "" if scope == "." else scope)
        if top is None or candidate == top:
            break
    return Place(folder, "" if named == folder else named.name)
