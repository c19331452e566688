"""Writing what an author starts from, without touching what is there."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from promptops.atomic import replace_file
from promptops.errors import PromptopsError, UsageError


class NewFile(NamedTuple):
    """A file to write: its path below the root, POSIX, and its text."""

    path: str
    text: str


def write_new(root: Path, files: Iterable[NewFile], *, replace: bool = False) -> tuple[Path, ...]:
    """Write files below a folder, and return their paths; with `replace`, what is there is replaced.

    Raises:
        UsageError: a file is there already, or a link leads its folder out of the root; nothing was written.
        PromptopsError: a file cannot be written.
    """
    targets = [(root / file.path, file) for file in files]
    for target, file in targets:
        if not target.parent.resolve().is_relative_to(root.resolve()):
            raise UsageError(f"the folder of `{file.path}` lies outside of the project", help="name another folder")
        if not replace and os.path.lexists(target):
            raise UsageError(f"there is a file `{file.path}` already", help="name another, or change that one")
    for target, file in targets:
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            _put(target, file.text.encode(), replace=replace)
        except FileExistsError as error:
            raise UsageError(f"`{error.filename}` is in the way", help="move it, or name another folder") from error
        except OSError as error:
            raise PromptopsError(f"`{file.path}` cannot be written: {error.strerror}") from error
    return tuple(target for target, _ in targets)


def folder_below(root: Path, folder: Path) -> str:
    """Return a folder as a POSIX path below the root, empty for the root itself.

    Raises:
        UsageError: it lies elsewhere.
    """
    resolved = folder.resolve()
    if not resolved.is_relative_to(root.resolve()):
        raise UsageError(f"the folder `{folder}` lies outside of the project", help="name one below its root")
    path = resolved.relative_to(root.resolve()).as_posix()
    return "" if path == "." else path


def _put(target: Path, data: bytes, *, replace: bool) -> None:
    """Write a file; a link in its place is replaced, never followed."""
    if replace:
        replace_file(target, (data,))
        return
    with target.open("xb") as file:
        file.write(data)
