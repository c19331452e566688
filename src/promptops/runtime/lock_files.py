"""Locks that processes of one host share: the operating system's, given back when whoever holds one dies."""

from __future__ import annotations

import contextlib
import fcntl
import os
import time
from collections.abc import Iterator
from typing import Final

from promptops.runtime.forking import put_right_after_fork

_FLAGS: Final = os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC
_PAUSE: Final = 0.005


class LockFile:
    """A file that only one thread of one process holds at a time; it stays, empty, where it is."""

    def __init__(self, path: str) -> None:
        self._path = path
        self._open: set[int] = set()
        put_right_after_fork(self)

    def after_fork(self) -> None:
        """Let go of locks that were held in the parent: they are the parent's, and must not outlive it here."""
        held, self._open = self._open, set()
        for lock in held:
            with contextlib.suppress(OSError):
                os.close(lock)

    @contextlib.contextmanager
    def held(self, patience: float | None = None) -> Iterator[None]:
        """Hold the lock, after whoever holds it; for so many seconds it is waited for, None for as long as it takes.

        Raises:
            OSError: it cannot be had.
        """
        lock = os.open(self._path, _FLAGS, 0o600)
        self._open.add(lock)
        try:
            _take(lock, patience)
            yield
        finally:
            # Said aloud: a child that was forked meanwhile may still have the file open, and with it the lock.
            fcntl.flock(lock, fcntl.LOCK_UN)
            self._open.discard(lock)
            os.close(lock)


def _take(lock: int, patience: float | None) -> None:
    if patience is None:
        fcntl.flock(lock, fcntl.LOCK_EX)
        return
    end = time.monotonic() + patience
    while True:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() > end:
                raise OSError(None, "another process holds its lock") from None
            time.sleep(_PAUSE)
        else:
            return
