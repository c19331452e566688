"""Files of this machine: read without waiting for whoever is at the other end of a pipe, written through no link."""

from __future__ import annotations

import contextlib
import os
import stat
from typing import Final

_READ: Final = os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC
_NEW: Final = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC


def read_own(path: str, limit: int = -1) -> bytes | None:
    """Return a file, or so many bytes of it; None where there is none.

    Raises:
        OSError: it cannot be read, or is no file.
    """
    try:
        descriptor = os.open(path, _READ)
    except FileNotFoundError:
        return None
    with open(descriptor, "rb") as file:  # noqa: PTH123 - pathlib would cost a third of the import
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            raise OSError(None, "it is no file")
        return file.read(limit)


def replace_own(path: str, half: str, data: bytes, *, durable: bool = True) -> None:
    """Write a file beside its place, to the disk if it is to be `durable`, and put it there. Raises OSError."""
    with contextlib.suppress(FileNotFoundError):
        os.unlink(half)  # noqa: PTH108 - as above
    try:
        with open(os.open(half, _NEW, 0o666), "wb") as file:  # noqa: PTH123 - as above
            file.write(data)
            if durable:
                file.flush()
                os.fsync(file.fileno())
        os.replace(half, path)  # noqa: PTH105 - as above
    except OSError:
        with contextlib.suppress(OSError):
            os.unlink(half)  # noqa: PTH108 - as above
        raise
