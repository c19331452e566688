"""The files of a commit."""

from __future__ import annotations

import os
import posixpath
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from promptops.errors import TreeError
from promptops.sources.git_command import git_is_installed, repository_top, run_git
from promptops.sources.git_objects import ObjectReader
from promptops.sources.trees import (
    MISNAMED,
    MISSING,
    OUTSIDE,
    UNDECODED,
    TreeFile,
    Unreadable,
    blob_id,
    decode_path,
)

_LINK = "120000"
_SUBMODULE = "160000"
_MODULE = Unreadable("it is a submodule", "compile its files in their own repository")
MAX_LINKS = 8
"""Links that are followed one after the other before they count as a loop."""


class _Object(NamedTuple):
    mode: str
    blob: str


class CommitTree:
    """The files of one commit below a folder of the repository."""

    def __init__(self, root: Path, prefix: str, commit: str, objects: dict[str, _Object]) -> None:
        self.root = root
        self.prefix = prefix
        self.commit = commit
        self._objects = objects
        self._reader = ObjectReader(root)

    @classmethod
    def open(cls, root: Path, ref: str) -> CommitTree:
        """Resolve `ref` and list its files below `root`.

        Raises:
            TreeError: there is no repository here, or no such commit.
        """
        resolved = run_git(root, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{ref}^{{commit}}")
        if resolved is None:
            raise _unknown(root, ref)
        commit = resolved.decode().strip()
        listing = run_git(root, "ls-tree", "-r", "-z", commit)
        if listing is None:
            raise TreeError(f"git could not list commit `{commit}`", help="run `git fsck`; the clone may be partial")
        objects = {}
        for record in listing.split(b"\0")[:-1]:
            described, _, path = record.partition(b"\t")
            mode, _, blob = described.decode("ascii").split(" ")
            objects[decode_path(path)] = _Object(mode, blob)
        top = repository_top(root)
        prefix = "" if top in (None, root) else f"{root.relative_to(top).as_posix()}/"
        return cls(root, prefix, commit, objects)

    def state(self) -> str | None:
        """Return what names the commit and the folder in it."""
        return f"{self.commit}:{self.root}"

    def files(self) -> list[TreeFile]:
        """Return the files of the commit, without submodules."""
        listed = ((path, found) for path, found in self._objects.items() if found.mode != _SUBMODULE)
        return sorted(TreeFile(path, None if found.mode == _LINK else found.blob) for path, found in listed)

    def blob_of(self, path: str, data: bytes) -> str:
        """Return the blob id of a file; what a link leads to is known by its bytes."""
        found = self._objects.get(path)
        return blob_id(data) if found is None or found.mode == _LINK else found.blob

    def read(self, path: str) -> bytes | Unreadable:
        """Read a blob; a link is followed only to a place inside the root."""
        if UNDECODED in path:
            return MISNAMED
        for _ in range(MAX_LINKS):
            found = self._objects.get(path)
            if found is None:
                return MISSING
            if found.mode == _SUBMODULE:
                return _MODULE
            data = self._reader.read(found.blob)
            if found.mode != _LINK or isinstance(data, Unreadable):
                return data
            path = posixpath.normpath(posixpath.join(posixpath.dirname(path), decode_path(data)))
            if path.startswith(("/", "../")) or path == "..":
                return OUTSIDE
        return Unreadable("its links lead in a circle", "replace the link by the file")

    def read_from_top(self, path: str) -> bytes | Unreadable:
        """Read a file below the top of the repository; links are not followed."""
        return self._reader.read(f"{self.commit}:{path}")


def files_in_commit(top: Path, ref: str, paths: Iterable[str]) -> frozenset[str]:
    """Return those of some paths below the top of a repository that are files in a commit; none where git knows none.

    Folders and submodules are no files; a link is one, wherever it leads.
    """
    listing = run_git(top, "ls-tree", "--full-tree", "-z", "--end-of-options", f"{ref}^{{commit}}", "--", *paths)
    records = (record.partition(b"\t") for record in (listing or b"").split(b"\0")[:-1])
    return frozenset(os.fsdecode(path) for described, _, path in records if b" blob " in described)


def _unknown(root: Path, ref: str) -> TreeError:
    if not git_is_installed():
        return TreeError("git is not installed, or not on PATH", help="install it, or leave `--at` out")
    if run_git(root, "rev-parse", "--git-dir") is None:
        return TreeError("there is no git repository here that git will read", help="`git status` here says why")
    return TreeError(f"git knows no commit `{ref}`", help="fetch it, or check its spelling")
