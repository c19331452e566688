"""Putting a file in place whole or not at all."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path


def replace_file(path: Path, pieces: Iterable[bytes]) -> None:
    """Write the pieces to a file beside `path`, then put it in its place.

    Raises:
        OSError: the folder cannot be written to; what stood at `path` is untouched.
    """
    half = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        half.unlink(missing_ok=True)
        with half.open("xb") as file:  # never through a link that somebody has put there
            file.writelines(pieces)
        half.replace(path)
    finally:
        half.unlink(missing_ok=True)
