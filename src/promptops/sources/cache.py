"""What a run leaves for the next: the verdict on the tree, and which output was written for it.

The cache is JSON outside the repository, so that no pull request can write into it, keyed by blob ids, the compiler's
own code and the configuration. It is a help and never a source: damage reads as absence.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import sys
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from promptops.atomic import replace_file

encode = json.JSONEncoder(ensure_ascii=True, check_circular=False, separators=(",", ":")).encode
"""Writes a value as JSON on one line of ASCII characters."""


@cache
def code_identity() -> str:
    """Return a digest that changes with the compiler's own code, the interpreter, and what is installed beside it."""
    package = Path(__file__).parent.parent
    seen = hashlib.sha256(f"{sys.version}\0".encode())
    # With `python -m` the folder that one stands in is among them: what changes there is no code of ours.
    for folder in sys.path:
        with contextlib.suppress(OSError):
            if folder not in ("", os.getcwd()):  # noqa: PTH109 - as below
                seen.update(f"{folder}\0{os.stat(folder).st_mtime_ns}\0".encode())  # noqa: PTH116 - before any Path
    pending, files = [os.fspath(package), os.fspath(package.parents[1] / "policies")], []
    while pending:
        with contextlib.suppress(OSError), os.scandir(pending.pop()) as found:
            for item in found:
                if item.name.endswith((".py", ".yaml")):
                    status = item.stat()
                    files.append(f"{item.path}\0{status.st_size}\0{status.st_mtime_ns}\0")
                elif item.name != "__pycache__" and item.is_dir():
                    pending.append(item.path)
    seen.update("".join(sorted(files)).encode())
    return seen.hexdigest()


class Cache:
    """The cache of one project in `folder`. `key` stands for the compiler and the configuration."""

    def __init__(self, folder: Path, key: str) -> None:
        self.folder = folder
        self.key = key

    def load(self, name: str) -> dict[str, Any]:
        """Return what was kept under a name with the same key, empty when there is nothing."""
        row = self.read(name)
        try:
            kept = {} if row is None else json.loads(row)
        except (ValueError, RecursionError):
            return {}
        return kept if isinstance(kept, dict) else {}

    def keep(self, name: str, row: Mapping[str, Any]) -> None:
        """Keep something under a name; what was there before is forgotten. A disk that refuses is no failure."""
        self.write(name, encode(row).encode("ascii"))

    def read(self, name: str) -> bytes | None:
        """Return the bytes that were kept under a name with the same key, None when there are none."""
        try:
            head, _, data = (self.folder / name).read_bytes().partition(b"\n")
        except OSError:
            return None
        return data if head.startswith(self.key.encode()) and head == self._head(data) else None

    def write(self, name: str, data: bytes) -> None:
        """Keep bytes as `keep` does."""
        with contextlib.suppress(OSError):
            self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            replace_file(self.folder / name, (self._head(data), b"\n", data))

    def _head(self, data: bytes) -> bytes:
        return f"{self.key} {hashlib.sha256(data).hexdigest()}".encode("ascii")
