"""The work tree of a git repository, and which tree is the one to read."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from promptops.sources.cache import Cache
from promptops.sources.git_command import repository_top, run_git
from promptops.sources.trees import FolderTree, TreeFile, blob_id, decode_path

if TYPE_CHECKING:
    from promptops.sources.commits import CommitTree

_SUBMODULE = "160000"
_LINK = "120000"
_STATUS_FLAGS = ("--porcelain", "-z", "--untracked-files=all", "--no-renames", "--ignore-submodules=all")
_CHECKSUM = 20
_KNOWN_UNCHANGED = "H"
_NOT_CHECKED_OUT = "Ss"
_ORDINARY, _MERGED = f"{_KNOWN_UNCHANGED} 100644 ", " 0"
_LISTING = "listing"
_LONG_ID = 64
_ATTRIBUTES = ".gitattributes"
_REWRITING = (b"filter=", b"ident", b"working-tree-encoding")
MAX_CHANGED = 2_000
"""With more changed and new files than this, the state of a work tree is not digested."""


class _Version(NamedTuple):
    """The checksum that ends git's index, and the time when it was written in nanoseconds."""

    checksum: bytes
    time: int

    @property
    def is_sure(self) -> bool:
        """Say whether the checksum was not left out."""
        return any(self.checksum)


class WorkTree(FolderTree):
    """The work tree of a git repository below `root`: tracked files, and new ones that git does not ignore."""

    def __init__(self, root: Path, top: Path, status: bytes) -> None:
        super().__init__(root, top)
        self._status = status
        self._listed: dict[str, str | None] = {}
        self.is_blind = False
        """Whether git was told to look away from files that it lists; known once they are listed."""
        self.cache: Cache | None = None
        """Where the listing of git's index is kept, if it is."""

    @classmethod
    def open(cls, root: Path) -> WorkTree | None:
        """Ask git what has changed below `root`; None when there is no repository or no git."""
        top = repository_top(root)
        if top is None:
            return None
        status = run_git(root, "status", *_STATUS_FLAGS, "--", ".")
        return None if status is None else cls(root, top, status)

    def state(self) -> str | None:
        """Return a digest over git's index, and over what differs from it, byte for byte.

        None when that is too much.
        """
        index = _index_version(self.top)
        if index is None or len(self._changed) > MAX_CHANGED:
            return None
        # Git may have been told to leave the checksum out.
        version = index.checksum if index.is_sure else f"{index.time}".encode()
        seen = hashlib.sha256(version + b"\0" + self._status)
        for path in sorted(self._changed):
            data = self.read(path)
            seen.update(path.encode() + b"\0" + (data if isinstance(data, bytes) else data.reason.encode()) + b"\0")
        return seen.hexdigest()

    def files(self) -> list[TreeFile]:
        """Return the files; one that git calls unchanged carries the blob id of the index."""
        changed = self._changed
        listed: dict[str, str | None] = {path: None for path, is_there in changed.items() if is_there}
        for record in decode_path(self._listing()).split("\0")[:-1]:
            described, _, path = record.partition("\t")
            if path in changed:
                continue
            if described.startswith(_ORDINARY) and described.endswith(_MERGED):
                listed[path] = described[9:-2]
                continue
            tag, mode = described[0], described[2:8]
            if mode == _SUBMODULE:
                continue
            if tag in _NOT_CHECKED_OUT and not os.path.lexists(self._folder + path.encode()):
                continue
            self.is_blind |= tag != _KNOWN_UNCHANGED
            vouched = tag == _KNOWN_UNCHANGED and mode != _LINK and described[-1] == "0"
            listed[path] = described[9:-2] if vouched else None
        self._listed = listed
        if self._rewrites(listed):
            self.is_blind = True
            self._listed = listed = dict.fromkeys(listed)
        return [TreeFile(path, listed[path]) for path in sorted(listed)]

    def _listing(self) -> bytes:
        """Return what git says of its index: what it said before, as long as the index is the same."""
        version, cache = _index_version(self.top), None
        if self.cache is not None and version is not None and version.is_sure:
            cache = Cache(self.cache.folder, f"{self.cache.key} {version.checksum.hex()}")
        kept = None if cache is None else cache.read(_LISTING)
        if kept is not None:
            return kept
        listing = run_git(self.root, "ls-files", "-z", "-s", "-v") or b""
        if cache is not None and listing and version == _index_version(self.top):
            cache.write(_LISTING, listing)
        return listing

    def _rewrites(self, listed: Iterable[str]) -> bool:
        """Say whether git may check out other bytes than it keeps, and so vouches for bytes that nobody reads."""
        named = [path for path in listed if path.endswith(_ATTRIBUTES)]
        names = [path for path in named if path.rpartition("/")[2] == _ATTRIBUTES]
        read = [self.read(path) for path in names]
        read += [self.read_from_top(path) for path in {_ATTRIBUTES, ".git/info/attributes"} if self.top != self.root]
        read += [FolderTree.read(self, ".git/info/attributes")] if self.top == self.root else []
        return any(isinstance(data, bytes) and any(word in data for word in _REWRITING) for data in read)

    def blob_of(self, path: str, data: bytes) -> str:
        r"""Return the blob id of a file: the index's where the bytes are its own, as checked out with `\n` or `\r\n`.

        A file that changed since git looked has another; so has one that a filter of git's has rewritten.
        """
        listed = self._listed.get(path)
        if listed is None:
            return blob_id(data)
        algorithm = "sha256" if len(listed) == _LONG_ID else "sha1"
        found = blob_id(data, algorithm)
        if found != listed and b"\r\n" in data:
            found = blob_id(data.replace(b"\r\n", b"\n"), algorithm)
        return listed if found == listed else blob_id(data)

    def has(self, path: str) -> bool:
        """Say whether a link may lead to a path: git must list it, else a bundle could ship what nobody committed."""
        if not self._listed:
            self.files()
        return path in self._listed

    @cached_property
    def _changed(self) -> dict[str, bool]:
        """Return every path below the root that differs from the index, and whether it is there."""
        found = {}
        for record in decode_path(self._status).split("\0")[:-1]:
            staged, status, path = record[0], record[1], record[3:].removeprefix(self.prefix)
            if status != " " and not path.endswith("/"):
                found[path] = status != "D" or staged == "U"
        return found


def _index_version(top: Path) -> _Version | None:
    """Return what tells git's index from what it was before, None where it cannot be read."""
    folder = top / ".git"
    try:
        if folder.is_file():
            folder = top / folder.read_text().removeprefix("gitdir:").strip()
        with (folder / "index").open("rb") as index:
            index.seek(-_CHECKSUM, os.SEEK_END)
            return _Version(index.read(), os.fstat(index.fileno()).st_mtime_ns)
    except (OSError, ValueError):
        return None


def open_tree(root: Path, ref: str | None) -> FolderTree | CommitTree:
    """Return the tree to compile: a commit when `ref` is given, else the work tree, else the plain folder.

    Raises:
        TreeError: there is no such commit.
    """
    if ref is not None:
        from promptops.sources.commits import CommitTree  # noqa: PLC0415 - a work tree needs none of it

        return CommitTree.open(root, ref)
    return WorkTree.open(root) or FolderTree(root, repository_top(root))
