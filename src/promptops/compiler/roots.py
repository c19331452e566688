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

    def has(self, path: str) -> bool:
        """Say whether a path below the root is the one that was asked for, or one below that."""
        return not self.scope or path == self.scope or path.startswith(f"{self.scope}/")


def path_below(folder: Path, named: Path) -> str | None:
    """Return the POSIX path of a file below a folder, None for one that is elsewhere.

    It is the path that somebody wrote: where a link in it leads is not looked at, unless it lies elsewhere without.
    """
    written = Path(os.path.abspath(named))  # noqa: PTH100 - `resolve` would follow links
    places = (written, written.parent.resolve() / written.name)
    return next((each.relative_to(folder).as_posix() for each in places if each.is_relative_to(folder)), None)


def governing_files(named: Path) -> list[Path]:
    """Return the files, there or not, that decide to which project a path belongs and who owns its files."""
    top = repository_top(named)
    above = (named,) if top is None else (named, *(folder for folder in named.parents if folder.is_relative_to(top)))
    return [folder / name for folder in above for name in (CONFIG_NAME, *LOCATIONS)]


def find_place(path: Path, ref: str | None = None) -> Place:
    """Return the project that a file or folder belongs to, as it is or as it was at a git `ref`.

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
    root = configured_folder(folder, ref)
    if root is None:
        return Place(folder, "" if named == folder else named.name)
    scope = named.relative_to(root).as_posix()
    return Place(root, "" if scope == "." else scope)


def configured_folder(folder: Path, ref: str | None) -> Path | None:
    """Return the nearest folder with a configuration, at or above a folder and not beyond its repository."""
    top = repository_top(folder)
    above = (folder, *(parent for parent in folder.parents if top is not None and parent.is_relative_to(top)))
    if ref is None:
        # No error where a folder above may not be read.
        return next((each for each in above if os.path.isfile(each / CONFIG_NAME)), None)  # noqa: PTH113
    if top is None:
        return None
    from promptops.sources.commits import files_in_commit  # noqa: PLC0415 - for a commit alone

    names = {(each / CONFIG_NAME).relative_to(top).as_posix(): each for each in above}
    held = files_in_commit(top, ref, names)
    return next((each for name, each in names.items() if name in held), None)
