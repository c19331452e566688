"""What a run leaves for the next: the units of files, and the verdict on an unchanged tree.

The cache is JSON outside the repository, so that no pull request can write into it, keyed by blob ids, the compiler's
own code and the configuration. It is a help and never a source: damage reads as absence.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import sys
import tempfile
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from promptops.compiler.unit import Unit

MAX_WASTE = 4
"""The file of units is written anew when it holds this many times the rows that are in use."""

_encode = json.JSONEncoder(ensure_ascii=True, check_circular=False, separators=(",", ":")).encode


def code_identity() -> str:
    """Return a digest that changes with the compiler's own code, the interpreter, and what is installed beside it."""
    package = Path(__file__).parent.parent
    seen = hashlib.sha256(f"{sys.version}\0".encode())
    for folder in sys.path:
        with contextlib.suppress(OSError):
            seen.update(f"{folder}\0{os.stat(folder or '.').st_mtime_ns}\0".encode())  # noqa: PTH116 - before any Path
    pending = [os.fspath(package)]
    while pending:
        with contextlib.suppress(OSError), os.scandir(pending.pop()) as found:
            for item in sorted(found, key=lambda item: item.name):
                if item.is_dir():
                    if item.name != "__pycache__":
                        pending.append(item.path)
                elif item.name.endswith(".py"):
                    status = item.stat()
                    seen.update(f"{item.name}\0{status.st_size}\0{status.st_mtime_ns}\0".encode())
    return seen.hexdigest()


class Cache:
    """The cache of one project below `folder`. `key` stands for the compiler and the configuration."""

    def __init__(self, folder: Path, key: str) -> None:
        self._units = folder / "units.jsonl"
        self._verdict = folder / "verdict.json"
        self._output = folder / "output.json"
        self._key = key
        self._rows: dict[str, tuple[str, list[Any]]] = {}
        self._lines = 0

    def load_units(self) -> None:
        """Read the units of the last run, if they were made with the same key."""
        lines = _read(self._units).split("\n")
        if lines[0] != self._key:
            return
        try:
            rows = json.loads(f"[{','.join(lines[1:-1])}]")
            self._rows = {path: (blob, row) for path, blob, row in rows}
        except (ValueError, TypeError):
            return
        self._lines = len(rows)

    def unit(self, path: str, blob_of: Callable[[str], str | None]) -> Unit | None:
        """Return the unit of a file if it and its attachments are as they were.

        `blob_of` returns the blob id of a file of the tree as it is now, None for one that is not there.
        """
        known = self._rows.get(path)
        if known is None or known[0] != blob_of(path):
            return None
        unit = Unit.from_row(path, *known)
        holds = all(blob_of(attached) == then for attached, then in unit.attachments.items())
        return unit if holds else None

    def save_units(self, fresh: Iterable[Unit], in_use: int) -> None:
        """Append fresh units; write the file anew when most of it is waste."""
        rows = {unit.path: (unit.blob, unit.row()) for unit in fresh if unit.blob}
        if not rows:
            return
        lines = "".join([f"{_encode([path, blob, row])}\n" for path, (blob, row) in rows.items()])
        if self._lines and self._lines + len(rows) <= max(in_use, 1) * MAX_WASTE:
            with contextlib.suppress(OSError), self._units.open("a", encoding="ascii", newline="\n") as file:
                file.write(lines)
        else:
            kept = {path: row for path, row in self._rows.items() if path not in rows}
            old = "".join([f"{_encode([path, *row])}\n" for path, row in kept.items()]) if self._lines else ""
            _write(self._units, f"{self._key}\n{old}{lines}")

    def verdict(self, state: str) -> list[Any] | None:
        """Return the row that was kept for exactly this state of the tree."""
        return self._kept(self._verdict, state)

    def save_verdict(self, state: str, row: list[Any]) -> None:
        """Keep the verdict on a state of the tree; the one before it is forgotten."""
        self._keep(self._verdict, state, row)

    def output(self, state: str) -> list[Any] | None:
        """Return the row that was kept of the output of this state of the tree."""
        return self._kept(self._output, state)

    def save_output(self, state: str, row: list[Any]) -> None:
        """Keep what identifies the output written for a state of the tree."""
        self._keep(self._output, state, row)

    def _kept(self, path: Path, state: str) -> list[Any] | None:
        head, _, row = _read(path).partition("\n")
        if head != f"{self._key} {state}":
            return None
        try:
            kept = json.loads(row)
        except ValueError:
            return None
        return kept if isinstance(kept, list) else None

    def _keep(self, path: Path, state: str, row: list[Any]) -> None:
        _write(path, f"{self._key} {state}\n{_encode(row)}")


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="ascii")
    except (OSError, ValueError):
        return ""


def _write(path: Path, text: str) -> None:
    """Replace a file at once, or leave it as it is when the disk will not have it."""
    with contextlib.suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=path.name)
        try:
            with open(descriptor, "w", encoding="ascii", newline="\n") as file:  # noqa: PTH123 - a descriptor
                file.write(text)
            Path(name).replace(path)
        except OSError:
            Path(name).unlink(missing_ok=True)
