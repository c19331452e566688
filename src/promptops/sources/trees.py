"""What a project is read from: a work tree, a plain folder, or a git commit.

A tree lists its files and reads them; nothing else in the compiler touches the file system. A listed file carries
the git blob id of its content where that is known without reading it.
"""

from __future__ import annotations

import hashlib
import os
import stat
from pathlib import Path
from typing import NamedTuple, Protocol

MAX_FILE_BYTES = 8 * 1024 * 1024
"""A resource file larger than this is not read."""

_SKIPPED_FOLDERS = frozenset({b".git", b".hg", b".svn", b".venv", b"node_modules", b"__pycache__"})
_FLAGS = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC


class TreeFile(NamedTuple):
    """One file of a tree: POSIX path below the root, and its blob id where git vouches for it."""

    path: str
    blob: str | None


class Unreadable(NamedTuple):
    """Why a file could not be read, in words for the reader of a finding."""

    reason: str
    help: str


MISSING = Unreadable("it is not there", "check the path; a link may be broken")
OUTSIDE = Unreadable("it lies outside of the project", "replace the link by a copy of what it leads to")
UNKNOWN_TARGET = Unreadable("it is a link to a file that is no part of the project", "replace the link by a copy")
_NAMELESS = Unreadable("no file can have that name", "check the path")
MISNAMED = Unreadable("its name is not UTF-8", "rename it")
UNDECODED = "\ufffd"
"""Stands in a path for bytes that are not UTF-8; nobody has it in a name on purpose."""


class Tree(Protocol):
    """A readable set of files below one root. The root may lie below the top of a repository."""

    @property
    def prefix(self) -> str:
        """Return the path of the root below the top, with a trailing slash; empty where they are one."""

    def files(self) -> list[TreeFile]:
        """Return every file of the tree, sorted by path."""

    def read(self, path: str) -> bytes | Unreadable:
        """Return the bytes of a file below the root, or why there are none."""

    def read_from_top(self, path: str) -> bytes | Unreadable:
        """Return the bytes of a file below the top of the repository, or why there are none."""

    def blob_of(self, path: str, data: bytes) -> str:
        """Return the blob id of a file with the bytes that were read of it: the listed one where that is theirs."""

    def state(self) -> str | None:
        """Return a digest of all that can be read, None where that would mean reading everything."""


def blob_id(data: bytes, algorithm: str = "sha1") -> str:
    """Return git's id of a blob with these bytes."""
    # A hash is git's name for content here, not a defence.
    return hashlib.new(algorithm, b"blob %d\0" % len(data) + data, usedforsecurity=False).hexdigest()


def decode_path(name: bytes) -> str:
    """Return a path as text; one that is not UTF-8 cannot be read under it."""
    return name.decode(errors="replace")


class FolderTree:
    """The files below a folder as they are on disk. Names are UTF-8, whatever the locale says.

    `top` is the root itself, or a folder above it.
    """

    def __init__(self, root: Path, top: Path | None = None) -> None:
        self.root = root
        self.top = top or root
        self._folder = os.path.join(os.fsencode(root), b"")  # noqa: PTH118 - read() runs once a file
        self._real_folder = os.path.join(os.path.realpath(self._folder), b"")  # noqa: PTH118 - as above
        self._inside: dict[str, bool] = {}

    @property
    def prefix(self) -> str:
        """Return the path of the root below the top, with a trailing slash; empty where they are one."""
        return "" if self.root == self.top else f"{self.root.relative_to(self.top).as_posix()}/"

    def files(self) -> list[TreeFile]:
        """Walk the folder without following links to folders."""
        found: list[TreeFile] = []
        for folder, folders, names in os.walk(self._folder):
            folders[:] = [name for name in folders if name not in _SKIPPED_FOLDERS]
            below = os.path.join(folder, b"")[len(self._folder) :]  # noqa: PTH118 - bytes
            found.extend(TreeFile(decode_path(below + name), None) for name in names)
        return sorted(found)

    def state(self) -> str | None:
        """Return None: only reading a folder tells what is in it."""
        return None

    def blob_of(self, path: str, data: bytes) -> str:
        """Return the blob id of the bytes: nothing is listed here."""
        del path
        return blob_id(data)

    def read_from_top(self, path: str) -> bytes | Unreadable:
        """Read a regular file; a link is followed only to a place below the top."""
        return FolderTree(self.top).read(path)

    def read(self, path: str) -> bytes | Unreadable:
        """Read a regular file; a link is followed only to a place inside the root."""
        if UNDECODED in path:
            return MISNAMED
        try:
            name = self._folder + path.encode()
            if not self._is_inside(path.rpartition("/")[0]):
                return OUTSIDE
            descriptor = os.open(name, _FLAGS)
        except OSError:
            return self._read_odd(name)
        except ValueError:  # a NUL, or a character that no file name can hold
            return _NAMELESS
        return _read_open(descriptor)

    def _is_inside(self, folder: str) -> bool:
        """Say whether a folder is one below the root once its links are followed."""
        known = self._inside.get(folder)
        if known is None:
            real = os.path.join(os.path.realpath(self._folder + folder.encode()), b"")  # noqa: PTH118 - bytes
            known = self._inside[folder] = real.startswith(self._real_folder)
        return known

    def has(self, path: str) -> bool:
        """Say whether a link may lead to a path below the root."""
        return not any(part.encode() in _SKIPPED_FOLDERS for part in path.split("/"))

    def _read_odd(self, name: bytes) -> bytes | Unreadable:
        """Read through a link, or say why the file cannot be opened."""
        real = os.path.realpath(name)
        if not real.startswith(self._real_folder):
            return OUTSIDE
        leads_somewhere = os.path.islink(name) and os.path.lexists(real)  # noqa: PTH114 - bytes
        if leads_somewhere and not self.has(decode_path(real[len(self._real_folder) :])):
            return UNKNOWN_TARGET
        try:
            return _read_open(os.open(real, _FLAGS))
        except FileNotFoundError:
            return MISSING
        except OSError as error:
            return Unreadable(f"the system says: {(error.strerror or 'error').lower()}", "check its permissions")


def _read_open(descriptor: int) -> bytes | Unreadable:
    """Read an open file whole if it is a regular one of bearable size, and close it."""
    try:
        status = os.fstat(descriptor)
        if not stat.S_ISREG(status.st_mode):
            return Unreadable("it is not a regular file", "replace it by a regular file")
        if status.st_size > MAX_FILE_BYTES:
            return too_large(status.st_size)
        # Bounded by what the size said: some files grow, and some systems' files say nothing of theirs.
        return os.read(descriptor, status.st_size)
    except OSError as error:
        return Unreadable(f"the system says: {(error.strerror or 'error').lower()}", "check the disk")
    finally:
        os.close(descriptor)


def too_large(size: int) -> Unreadable:
    """Return the refusal of a file of `size` bytes."""
    limit = MAX_FILE_BYTES // (1024 * 1024)
    return Unreadable(f"it has {size:,} bytes, more than {limit} MiB", "split it, or exclude it in `promptops.yaml`")
