"""Files of the output: written piece by piece and hashed on the way, and read block by block."""

from __future__ import annotations

import contextlib
import hashlib
import os
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from io import FileIO
from pathlib import Path
from typing import Self

from promptops.atomic import NewFile
from promptops.bundle.layout import FileLayout, Stamp

BLOCK = 256 * 1024
"""Pieces are gathered to about so many bytes, and files read by so many: what fits the caches of a processor."""

_BRACKETS = (b"[", b"{")


def _stamp(status: os.stat_result) -> Stamp:
    return [status.st_size, status.st_mtime_ns, status.st_ctime_ns, status.st_ino, status.st_dev]


class ForeignFileError(Exception):
    """A file of the output is not what was written last."""


class OutputFile(NewFile):
    """A file of the output that is not yet in its place: a head, which does not count for the digest, and pieces.

    `size` is how many bytes it has so far.
    """

    def __init__(self, folder: Path, name: str, head: bytes = b"") -> None:
        """Begin a file named `name` below a folder."""
        super().__init__(folder, name)
        self.size = len(head)
        self._head = len(head)
        self._lengths: list[int] = []
        self._hash = hashlib.sha256()
        self._gathered: list[bytes] = []
        self._waiting = 0
        self._end = head[-1:]
        self.file.write(head)

    def write(self, piece: bytes) -> None:
        """Append a piece."""
        self._lengths.append(len(piece))
        self._gathered.append(piece)
        self._end = piece[-1:] or self._end
        self._waiting += len(piece)
        self.size += len(piece)
        if self._waiting >= BLOCK:
            self.flush()

    def add(self, piece: bytes) -> None:
        """Append an element of a JSON array or object with the comma before it, which the first one loses."""
        self.write(piece[1:] if self._end in _BRACKETS else piece)

    def copy(self, blocks: Iterable[memoryview], lengths: Sequence[int]) -> None:
        """Append pieces of these lengths, as blocks that need not be pieces and may change afterwards."""
        self.flush()
        for block in blocks:
            self._append(block)
            self._end = bytes(block[-1:])
        self._lengths.extend(lengths)
        self.size += sum(lengths)

    def flush(self) -> None:
        """Write what was gathered."""
        self._append(b"".join(self._gathered))
        self.file.flush()
        self._gathered.clear()
        self._waiting = 0

    def layout(self) -> FileLayout:
        """Return where each piece stands."""
        self.flush()
        return FileLayout(self._hash.hexdigest(), self._head, self._lengths)

    def replace_head(self, head: bytes) -> None:
        """Put another head of the same length in the place of the first."""
        self.flush()
        self.file.seek(0)
        self.file.write(head)
        self.file.flush()

    def read(self, start: int, size: int) -> bytes:
        """Return a part of what was written and flushed."""
        return os.pread(self.file.fileno(), size, start)

    def put_unless_there(self, path: Path) -> Stamp | None:
        """Put the file in its place, unless what stands there holds the same bytes; return its stamp.

        There is none where somebody else has just put another file there.
        """
        self.flush()
        found = self._found_at(path)
        if found is not None:
            return found
        own = os.fstat(self.file.fileno()).st_ino
        self.put(path)
        status = path.stat()
        return _stamp(status) if status.st_ino == own else None

    def _append(self, block: bytes | memoryview) -> None:
        self._hash.update(block)
        self.file.write(block)

    def _found_at(self, path: Path) -> Stamp | None:
        """Return the stamp of a file with the same bytes, as it was before they were read; None for any other."""
        with contextlib.suppress(ForeignFileError), OldFile(path, self.size) as old:
            self.file.seek(0)
            if all(self.file.read(len(block)) == block for block in old.blocks(self.size)):
                return old.stamp
        return None


class OldFile:
    """A file of an earlier run, which is hashed as it is read, unless it has the stamp that it had then.

    Raises:
        ForeignFileError: there is none, or it has another size.
    """

    def __init__(self, path: Path, size: int, stamp: Stamp | None = None) -> None:
        try:
            # Neither through a link nor waiting for what is no file.
            self._file = FileIO(os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC))
        except OSError:
            raise ForeignFileError from None
        self._hash = hashlib.sha256()
        self.stamp = _stamp(os.fstat(self._file.fileno()))
        self._is_known = self.stamp == stamp
        if self.stamp[0] != size:
            self._file.close()
            raise ForeignFileError

    def blocks(self, size: int) -> Iterator[memoryview]:
        """Yield the next bytes in blocks, each of which holds until the next one is asked for.

        Raises:
            ForeignFileError: the file has become shorter.
        """
        buffer = memoryview(bytearray(min(size, BLOCK)))
        while size:
            count = self._file.readinto(buffer[:size])
            if not count:
                raise ForeignFileError
            if not self._is_known:
                self._hash.update(buffer[:count])
            yield buffer[:count]
            size -= count

    def skip(self, size: int) -> None:
        """Pass over the next bytes, which count like all others."""
        deque(self.blocks(size), maxlen=0)

    def start_at(self, offset: int) -> None:
        """Begin to read, and to hash, at an offset."""
        self._file.seek(offset)

    def held(self, digest: str) -> bool:
        """Say whether what was read is what a SHA-256 stands for; it is where nobody has touched the file until now."""
        if self._is_known:
            return _stamp(os.fstat(self._file.fileno())) == self.stamp
        return self._hash.hexdigest() == digest

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()
