"""The files of a tree as they were when they were listed: no others are read, and changes show."""

from __future__ import annotations

import hashlib
from collections.abc import Collection

from promptops.sources.lfs import pointed_at
from promptops.sources.search import search
from promptops.sources.trees import MISSING, OUTSIDE, UNKNOWN_TARGET, Tree, Unreadable

_BINARY_SIGN = 8_000
"""Bytes at the beginning of a file among which git looks for a NUL to tell that it holds no text."""
_PATTERN = "\0"
"""Begins the name of a pattern among those of files: no file's name can hold it."""
_NOT_THERE = frozenset({MISSING, OUTSIDE, UNKNOWN_TARGET})

UNLISTED = Unreadable("the project has no such file", "check the path; git may ignore it, or a link lead to its folder")


class Listing:
    """The files of one tree, sorted by path, and what identifies the content of each."""

    def __init__(self, tree: Tree) -> None:
        self.files = tree.files()
        self.tree = tree
        self._blobs = dict(self.files)
        self._identities: dict[str, str] = {}
        self._digests: dict[str, str | None] = {}
        self._found: dict[str, tuple[str, ...] | None] = {}

    @property
    def paths(self) -> Collection[str]:
        """Return the paths of the files."""
        return self._blobs.keys()

    def read(self, path: str) -> bytes | Unreadable:
        """Return the bytes of a listed file, or why there are none."""
        return self.tree.read(path) if path in self._blobs else UNLISTED

    def identity_of(self, path: str, data: bytes | Unreadable) -> str:
        """Return what identifies the outcome of a `read`: a blob id, or the reason why there is none."""
        return data.reason if isinstance(data, Unreadable) else self.tree.blob_of(path, data)

    def identity(self, path: str) -> str:
        """Return what identifies the outcome of reading a file now, without reading it where git vouches for it.

        For the name of a pattern, it is about all files that the pattern stands for.
        """
        known = self._blobs.get(path) or self._identities.get(path)
        if known is None:
            is_pattern = path.startswith(_PATTERN)
            known = self._of_all(path[1:]) if is_pattern else self.identity_of(path, self.read(path))
            self._identities[path] = known
        return known

    def _of_all(self, pattern: str) -> str:
        found = (f"{path}\0{self.identity(path)}\0" for path in self.matching(pattern) or ())
        return hashlib.sha256("".join(found).encode(errors="replace")).hexdigest()

    @staticmethod
    def name_of(pattern: str) -> str:
        """Return the name of a pattern, which no file has."""
        return f"{_PATTERN}{pattern}"

    def matching(self, pattern: str) -> tuple[str, ...] | None:
        """Return the files that a path or pattern stands for, None when there are too many to look through."""
        if pattern not in self._found:
            self._found[pattern] = search(self.files, pattern)
        return self._found[pattern]

    def digest_of(self, path: str) -> str | None:
        r"""Return the SHA-256 of the content of a listed file, also where Git LFS keeps it; None if it is not there.

        For a file that cannot be read it is that of the reason. Line breaks count as `\n` alone.
        """
        if path not in self._digests:
            data = self.read(path)
            if isinstance(data, Unreadable):
                digest = None if data in _NOT_THERE else hashlib.sha256(data.reason.encode()).hexdigest()
            else:
                digest = pointed_at(data) or hashlib.sha256(_with_plain_breaks(data)).hexdigest()
            self._digests[path] = digest
        return self._digests[path]

    def agrees(self, path: str, identity: str) -> bool:
        """Say whether that is what git vouched for when the files were listed, if it did."""
        return self._blobs.get(path) in (None, identity)


def _with_plain_breaks(data: bytes) -> bytes:
    return data if b"\0" in data[:_BINARY_SIGN] else data.replace(b"\r\n", b"\n")
