"""The files of a tree as they were when they were listed: no others are read, and changes show."""

from __future__ import annotations

from promptops.sources.trees import Tree, Unreadable

UNLISTED = Unreadable("the project has no such file", "check the path; git may ignore it, or a link lead to its folder")


class Listing:
    """The files of one tree, sorted by path, and what identifies the content of each."""

    def __init__(self, tree: Tree) -> None:
        self.files = tree.files()
        self._tree = tree
        self._blobs = dict(self.files)
        self._identities: dict[str, str] = {}

    def read(self, path: str) -> bytes | Unreadable:
        """Return the bytes of a listed file, or why there are none."""
        return self._tree.read(path) if path in self._blobs else UNLISTED

    def identity_of(self, path: str, data: bytes | Unreadable) -> str:
        """Return what identifies the outcome of a `read`: a blob id, or the reason why there is none."""
        return data.reason if isinstance(data, Unreadable) else self._tree.blob_of(path, data)

    def identity(self, path: str) -> str:
        """Return what identifies the outcome of reading a file now, without reading it where git vouches for it."""
        known = self._blobs.get(path) or self._identities.get(path)
        if known is None:
            known = self._identities[path] = self.identity_of(path, self.read(path))
        return known

    def agrees(self, path: str, identity: str) -> bool:
        """Say whether that is what git vouched for when the files were listed, if it did."""
        return self._blobs.get(path) in (None, identity)
