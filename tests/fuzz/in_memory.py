"""A tree of files that stand nowhere but in memory."""

from __future__ import annotations

from collections.abc import Mapping

from promptops.sources.trees import MISSING, TreeFile, Unreadable, blob_id


class InMemory:
    """A tree of some files, by path."""

    prefix = ""

    def __init__(self, files: Mapping[str, bytes]) -> None:
        self._files = files

    def files(self) -> list[TreeFile]:
        """Return every file."""
        return [TreeFile(path, None) for path in sorted(self._files)]

    def read(self, path: str) -> bytes | Unreadable:
        """Return the bytes of a file."""
        return self._files.get(path, MISSING)

    read_from_top = read

    def blob_of(self, path: str, data: bytes) -> str:
        """Return the blob id of bytes."""
        del path
        return blob_id(data)

    def state(self) -> str | None:
        """Return nothing: it is never asked for."""
