"""Putting a file in place whole or not at all."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path
from types import TracebackType
from typing import Self

_BUFFER = 256 * 1024
"""Bytes that are written at once: what is written is often large, and comes in small pieces."""


def half_name(name: str) -> str:
    """Return a name, beside that of a file, that nobody else has: no thread, nor a container with equal process ids."""
    return f".{name}.{os.urandom(8).hex()}"


class NewFile:
    """A file that is written beside its place under a name of its own; unless it is put there, it is gone in the end.

    Raises:
        OSError: the folder cannot be written to.
    """

    def __init__(self, folder: Path, name: str) -> None:
        self._half = folder / half_name(name)
        # Never through a link that somebody has put there.
        self.file = self._half.open("x+b", buffering=_BUFFER)

    def put(self, path: Path) -> None:
        """Put the file in its place, or leave what stands there untouched."""
        self.file.close()
        self._half.replace(path)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            self.file.close()
        finally:
            self._half.unlink(missing_ok=True)


def replace_file(path: Path, pieces: Iterable[bytes]) -> None:
    """Write the pieces to a file beside `path`, then put it in its place.

    Raises:
        OSError: the folder cannot be written to; what stood at `path` is untouched.
    """
    with NewFile(path.parent, path.name) as new:
        new.file.writelines(pieces)
        new.put(path)
