"""A store that is a folder: files are put in place whole, and never through links.

Links are followed when files are read, as a mounted volume may be made of them; what is read is verified anyway.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import stat
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from promptops.atomic import half_name
from promptops.errors import PromptopsError

PATIENCE: Final = 60.0
"""Seconds for which another publisher of the same channel is waited for."""
_PAUSE: Final = 0.05
_FOLDER = os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC
_READ = os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC
_NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC


class DirectoryStore:
    """A folder of releases. It may be a link itself; nothing is written through those in it."""

    def __init__(self, root: Path) -> None:
        self._root = root

    @property
    def name(self) -> str:
        """Return the folder's path as the user wrote it."""
        return str(self._root)

    def read(self, path: str, limit: int) -> bytes | None:
        """Return a file of at most `limit` bytes, None where there is none.

        Raises:
            PromptopsError: it cannot be read, is longer, or is no file.
        """
        folder, _, name = path.rpartition("/")
        with self._working("read", path), self._opened(folder) as inside:
            if inside is None:
                return None
            try:
                file = os.open(name, _READ, dir_fd=inside)
            except FileNotFoundError:
                return None
            with os.fdopen(file, "rb") as opened:
                if not stat.S_ISREG(os.fstat(file).st_mode):
                    raise PromptopsError(f"`{self._at(path)}` is no file")
                data = opened.read(limit + 1)
        if len(data) > limit:
            raise PromptopsError(f"`{self._at(path)}` is longer than {limit:,} bytes")
        return data

    def write(self, path: str, data: bytes) -> None:
        """Put a file in its place; when this returns, it is on the disk.

        Raises:
            PromptopsError: it cannot be written.
        """
        folder, _, name = path.rpartition("/")
        with self._working("written", path), self._made(folder) as inside:
            half = half_name(name)
            try:
                with os.fdopen(os.open(half, _NEW, 0o666, dir_fd=inside), "wb") as file:
                    file.write(data)
                    file.flush()
                    os.fsync(file.fileno())
                os.replace(half, name, src_dir_fd=inside, dst_dir_fd=inside)
            except BaseException:
                with contextlib.suppress(OSError):
                    os.unlink(half, dir_fd=inside)
                raise
            os.fsync(inside)

    def names(self, folder: str) -> list[str]:
        """Return the names of the files in a folder, sorted."""
        with self._working("read", folder), self._opened(folder) as inside:
            return [] if inside is None else sorted(each for each in _names(inside) if not each.startswith("."))

    @contextlib.contextmanager
    def locked(self, channel: str) -> Iterator[None]:
        """Keep other publishers of this machine from a channel; whoever comes second waits, but not for ever.

        Raises:
            PromptopsError: the lock cannot be had: whoever may read the folder could hold it.
        """
        with self._working("written", "channels"), self._made("channels") as inside:
            lock = os.open(
                f".{channel}.lock", os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC, 0o666, dir_fd=inside
            )
        try:
            self._take(lock, channel)
            yield
        finally:
            os.close(lock)

    def _take(self, lock: int, channel: str) -> None:
        end = time.monotonic() + PATIENCE
        while True:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                if time.monotonic() > end:
                    message = f"`{self._at(f'channels/.{channel}.lock')}` is held for more than {PATIENCE:g} seconds"
                    raise PromptopsError(message, help="see with `fuser` who publishes; end that, or wait") from None
                time.sleep(_PAUSE)
            else:
                return

    @contextlib.contextmanager
    def _opened(self, folder: str) -> Iterator[int | None]:
        """Open a folder of the store, None where there is none."""
        try:
            opened = self._descend(folder, make=False)
        except FileNotFoundError:
            opened = None
        try:
            yield opened
        finally:
            if opened is not None:
                os.close(opened)

    @contextlib.contextmanager
    def _made(self, folder: str) -> Iterator[int]:
        """Open a folder of the store, and make it where there is none."""
        if not self._root.is_dir():
            self._root.mkdir(parents=True)
            # What is built is not source: a repository need not be told, nor does it count as a change of it.
            (self._root / ".gitignore").write_text("*\n", encoding="utf-8")
        opened = self._descend(folder, make=True)
        try:
            yield opened
        finally:
            os.close(opened)

    def _descend(self, folder: str, *, make: bool) -> int:
        opened = os.open(self._root, _FOLDER)
        for part in filter(None, folder.split("/")):
            try:
                if make:
                    with contextlib.suppress(FileExistsError):
                        os.mkdir(part, dir_fd=opened)
                inner = os.open(part, _FOLDER | (os.O_NOFOLLOW if make else 0), dir_fd=opened)
            finally:
                os.close(opened)
            opened = inner
        return opened

    def _at(self, path: str) -> str:
        return f"{self._root}/{path}"

    @contextlib.contextmanager
    def _working(self, verb: str, path: str) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            reason = error.strerror or type(error).__name__
            advice = "nothing is written through links" if (self._root / path).is_symlink() else None
            raise PromptopsError(f"`{self._at(path)}` cannot be {verb}: {reason}", help=advice) from error


def _names(folder: int) -> list[str]:
    with os.scandir(folder) as found:
        return [each.name for each in found]
