"""Writing what was converted: only what is new, and never over, outside of or through what is not ours."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from pathlib import Path

from promptops.errors import PromptopsError, UsageError
from promptops.scaffolds.files import NewFile, write_new


def unchanged(root: Path, files: Sequence[NewFile]) -> frozenset[str]:
    """Return the paths of the files that stand below the root already, as they are to be."""
    return frozenset(file.path for file in files if _holds(root / file.path, file.text))


def write(root: Path, files: Sequence[NewFile], *, replace: bool, sources: Collection[str] = ()) -> None:
    """Write files below the root; with `replace`, over what is there, but for the `sources` that they come from.

    Raises:
        UsageError: a file with something else is there, or a link leads to it; nothing was written.
        PromptopsError: a file cannot be written.
    """
    same = unchanged(root, files)
    fresh = [file for file in files if file.path not in same]
    for file in fresh:
        if file.path in sources:
            raise UsageError(f"`{file.path}` is one of the files that are read", help="name a folder with `--to`")
        _refuse_links(root, file.path)
    write_new(root, fresh, replace=replace)


def _holds(target: Path, text: str) -> bool:
    try:
        return target.is_file() and not target.is_symlink() and target.read_bytes() == text.encode()
    except OSError as error:
        raise PromptopsError(f"`{target.name}` cannot be read: {error.strerror}") from error


def _refuse_links(root: Path, path: str) -> None:
    folder = root
    for part in path.split("/")[:-1]:
        folder /= part
        if folder.is_symlink():
            raise UsageError(f"`{path}` would be written through a link", help="name another folder with `--to`")
