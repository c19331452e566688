"""Where bundles are read from: a folder here, a web server in `web_stores`."""

from __future__ import annotations

import os
import stat
from typing import Final, NamedTuple, Protocol

from promptops.runtime.errors import ServingError
from promptops.trust.refusals import Code, RefusedError

_READ: Final = os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC
_BLOCK: Final = 1 << 20


class StoreError(ServingError):
    """The store cannot be reached; what was loaded stays in force."""


class Seen(NamedTuple):
    """What a look at a file has brought: its bytes, None where there is none, unless it is `unchanged`."""

    data: bytes | None
    unchanged: bool = False


UNCHANGED: Final = Seen(None, unchanged=True)


class Store(Protocol):
    """Named files, read whole. Nothing in it is believed before it is verified."""

    is_remote: bool

    def look(self, path: str, limit: int, *, afresh: bool) -> Seen:
        """Look whether a file has changed since the last look, and read it if it may have, or `afresh` in any case."""

    def read(self, path: str, limit: int) -> bytes | None:
        """Return a file of at most `limit` bytes, None where there is none.

        Raises:
            RefusedError: it is longer.
            StoreError: the store cannot be reached.
        """


class _Look(NamedTuple):
    """What a file was at the last look: a change of any of it, also back in time, is a change of the file.

    `settled` is False until one more look has found the bytes to be the same: writes within one tick of the file
    system's clock leave no other trace.
    """

    signature: tuple[int, int, int, int] | None
    data: bytes | None
    settled: bool


class FolderStore:
    """A folder, its links followed: a mounted volume swaps them to change all files at once."""

    is_remote = False

    def __init__(self, root: str) -> None:
        self._root = root
        self._looks: dict[str, _Look] = {}

    def look(self, path: str, limit: int, *, afresh: bool) -> Seen:
        """Look whether a file has changed since the last look, and read it if it may have, or `afresh` in any case.

        Raises:
            RefusedError: it is longer than `limit`.
            StoreError: it cannot be read.
        """
        last = self._looks.get(path)
        signature = _signature(os.path.join(self._root, path))  # noqa: PTH118 - pathlib would cost a third of the import
        if last is not None and last.settled and signature == last.signature and not afresh:
            return UNCHANGED
        data = self.read(path, limit)
        same = last is not None and (signature, data) == (last.signature, last.data)
        self._looks[path] = _Look(signature, data, settled=same)
        return UNCHANGED if same else Seen(data)

    def read(self, path: str, limit: int) -> bytes | None:
        """Return a file of at most `limit` bytes, None where there is none.

        Raises:
            RefusedError: it is longer.
            StoreError: it cannot be read.
        """
        try:
            file = os.open(os.path.join(self._root, path), _READ)  # noqa: PTH118 - as above
        except (FileNotFoundError, NotADirectoryError):
            return None
        except OSError as error:
            raise _unreadable(path, error) from error
        try:
            if not stat.S_ISREG(os.fstat(file).st_mode):
                raise StoreError("unreadable-store", f"`{path}` of the store is no file", "look what stands there")
            data = _all(file, limit)
        except OSError as error:
            raise _unreadable(path, error) from error
        finally:
            os.close(file)
        if len(data) > limit:
            raise RefusedError(Code.TOO_LONG, f"`{path}` of the store has more than {limit} bytes")
        return data


def _all(file: int, limit: int) -> bytes:
    """Read a file to its end, or to one byte more than may be there."""
    blocks: list[bytes] = []
    left = limit + 1
    while left > 0 and (block := os.read(file, min(left, _BLOCK))):
        blocks.append(block)
        left -= len(block)
    return b"".join(blocks)


def _signature(path: str) -> tuple[int, int, int, int] | None:
    try:
        found = os.stat(path)  # noqa: PTH116 - as above
    except OSError:
        return None
    return found.st_mtime_ns, found.st_ino, found.st_size, found.st_dev


def _unreadable(path: str, error: OSError) -> StoreError:
    message = f"`{path}` of the store cannot be read: {error.strerror or type(error).__name__}"
    return StoreError("unreadable-store", message, "look whether this process may read the folder")
