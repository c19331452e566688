"""Reading the objects of a git repository through one long-lived process."""

from __future__ import annotations

import os
import subprocess
import weakref
from pathlib import Path
from typing import IO

from promptops.errors import TreeError
from promptops.sources.git_command import git_command, git_environment
from promptops.sources.trees import MAX_FILE_BYTES, Unreadable, too_large

_CHUNK = 1 << 20
_ABSENT = Unreadable("its content is missing from the clone", "fetch it: the clone is partial, or damaged")
MAX_KEPT = 4 * 1024 * 1024
"""Bytes of the first objects that are kept: what differs between two commits is read more than once."""
_FOUND = 3
"""Words in the line that says of what type and size an object is; fewer say that there is none."""


class ObjectReader:
    """Reads objects by name. The process starts with the first one, and ends with the reader."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._process: _Process | None = None
        self._kept: dict[str, bytes] = {}
        self._room = MAX_KEPT

    def read(self, name: str) -> bytes | Unreadable:
        """Return the bytes of a blob that is named as `git rev-parse` takes it, on one line.

        The first ones are kept: a name must not come to mean another one.

        Raises:
            TreeError: git cannot be started.
        """
        if name in self._kept:
            return self._kept[name]
        content = self._asked(name)
        if isinstance(content, bytes) and len(content) <= self._room:
            self._kept[name] = content
            self._room -= len(content)
        return content

    def _asked(self, name: str) -> bytes | Unreadable:
        if self._process is None:
            self._process = _Process(self._folder)
        try:
            return self._process.read(name)
        except _EndedError:  # as git does when a partial clone lacks an object; the next one may be there
            self._process = None
            return _ABSENT


class _EndedError(Exception):
    """The process has ended without an answer."""


class _Process:
    def __init__(self, folder: Path) -> None:
        try:
            process = subprocess.Popen(  # noqa: S603 - a fixed command
                git_command("cat-file", "--batch"),
                cwd=folder,
                env=git_environment(),
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
            )
        except OSError as error:
            raise TreeError("git cannot be started", help="install git, or put it on PATH") from error
        self._questions, self._answers = _pipes(process)
        weakref.finalize(self, _end, process, os.getpid())

    def read(self, name: str) -> bytes | Unreadable:
        try:
            self._questions.write(name.encode() + b"\n")
            self._questions.flush()
        except OSError as error:
            raise _EndedError from error
        header = self._answers.readline()
        if not header:
            raise _EndedError
        words = header.split()
        return self._content(int(words[2])) if len(words) == _FOUND else _ABSENT

    def _content(self, size: int) -> bytes | Unreadable:
        if size > MAX_FILE_BYTES:
            for start in range(0, size + 1, _CHUNK):
                self._answers.read(min(_CHUNK, size + 1 - start))
            return too_large(size)
        content = self._answers.read(size + 1)  # a line break follows
        if len(content) <= size:
            raise _EndedError
        return content[:-1]


def _pipes(process: subprocess.Popen[bytes]) -> tuple[IO[bytes], IO[bytes]]:
    if process.stdin is None or process.stdout is None:
        raise TreeError("git cannot be asked", help="close some programs: the system is short of pipes")
    return process.stdin, process.stdout


def _end(process: subprocess.Popen[bytes], owner: int) -> None:
    # To a fork of its owner git goes on to answer nothing: as long as the owner may ask, it does not end.
    if os.getpid() == owner:
        process.communicate()
