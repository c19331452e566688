"""Programs of the user's own: one that uploads a file of a store, and one that signs."""

from __future__ import annotations

import shlex
import subprocess
from contextlib import AbstractContextManager, nullcontext
from typing import Final

from promptops.errors import PromptopsError, UsageError
from promptops.publishing.store import Store

EXEC: Final = "exec:"
"""What stands before a command where something else could be meant."""
TIMEOUT: Final = 600
"""Seconds after which a program counts as stuck."""


def run(command: list[str], data: bytes) -> bytes:
    """Give a program bytes on its standard input, and return what it prints; its errors go where ours go.

    Raises:
        PromptopsError: there is no such program, it fails, or it is stuck.
    """
    try:
        done = subprocess.run(command, input=data, stdout=subprocess.PIPE, timeout=TIMEOUT, check=False)  # noqa: S603 - the user's own words, without a shell
    except OSError as error:
        raise PromptopsError(f"`{command[0]}` cannot be run: {error.strerror}") from error
    except subprocess.TimeoutExpired as error:
        raise PromptopsError(f"`{command[0]}` has not ended after {TIMEOUT} seconds") from error
    if done.returncode:
        raise PromptopsError(f"`{command[0]}` failed with status {done.returncode}")  # its words may hold a password
    return done.stdout


def command_of(text: str) -> list[str]:
    """Return the words of `exec:CMD`.

    Raises:
        UsageError: they are none.
    """
    try:
        words = shlex.split(text.removeprefix(EXEC))
    except ValueError as error:
        raise UsageError(f"what follows `{EXEC}` cannot be split into words: {error}") from error
    if not words:
        raise UsageError(f"`{text}` names no command")
    return words


class CommandStore:
    """A store that a program of the user's writes to, file by file; it is read as another store.

    The program gets the path of the file in the store as its last argument, and the content on its standard input.
    What is read from a folder is `kept` there, too, so that the folder knows what was published last.
    """

    def __init__(self, command: list[str], readable: Store | None, *, kept: bool = False) -> None:
        self._command = command
        self._readable = readable
        self._kept = readable if kept else None

    @property
    def name(self) -> str:
        """Return the name of the program; what else the command says may be a password."""
        return f"{EXEC}{self._command[0]}"

    def read(self, path: str, limit: int) -> bytes | None:
        """Return a file as the other store has it; there is none where there is no other store."""
        return None if self._readable is None else self._readable.read(path, limit)

    def write(self, path: str, data: bytes) -> None:
        """Run the program.

        Raises:
            PromptopsError: it fails.
        """
        if self._kept is not None:
            self._kept.write(path, data)
        run([*self._command, path], data)

    def names(self, folder: str) -> list[str]:
        """Return the names of the files in a folder, as the other store has them."""
        return [] if self._readable is None else self._readable.names(folder)

    def locked(self, channel: str) -> AbstractContextManager[None]:
        """Lock the folder that is kept; other machines would not see it, which is why pointers are read again."""
        return nullcontext() if self._kept is None else self._kept.locked(channel)
