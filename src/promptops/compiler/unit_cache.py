"""The units of the last runs, one on a line: read whole, understood only as far as they are needed."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import chain

from promptops.atomic import replace_file
from promptops.sources.cache import Cache, encode
from promptops.compiler.unit import Unit

_NAME = "units.jsonl"
MAX_WASTE = 4
"""The file is written anew when it would hold this many times the lines that are in use."""

BlobOf = Callable[[str], str | None]
"""Returns the blob id of a file of the tree as it is now, None for one that is not there."""


class UnitCache:
    """The units that a cache holds. A line is path, blob id, attachments and row, as JSON with tabs between them.

    `size` is that of the file in bytes: what was concluded from the units of another size no longer holds.
    """

    def __init__(self, cache: Cache) -> None:
        self._cache = cache
        self._path = cache.folder / _NAME
        self._lines: dict[str, str] = {}
        self._written = 0
        self.size = 0
        with contextlib.suppress(OSError, ValueError):
            self._load(self._path.read_bytes())

    def _load(self, data: bytes) -> None:
        head, *lines = data.decode("ascii").split("\n")
        if head != self._cache.key:
            return
        for line in lines:
            path, tab, rest = line.partition("\t")
            if tab and rest.endswith("]"):
                self._lines[path[1:-1] if "\\" not in path else json.loads(path)] = rest
        self._written = len(lines)
        self.size = len(data)

    def holds(self, path: str, blob_of: BlobOf) -> bool:
        """Say whether the unit of a file is known, and the file and its attachments are as they were."""
        line = self._lines.get(path)
        if line is None:
            return False
        blob, attachments = line.split("\t", 2)[:2]
        if blob != blob_of(path):
            return False
        return attachments == "{}" or all(blob_of(name) == then for name, then in json.loads(attachments).items())

    def get(self, path: str) -> Unit | None:
        """Return the unit that was last known of a file."""
        return next(iter(self.units([path])), None)

    def defaults(self) -> Iterator[Unit]:
        """Yield the unit last known of every `_defaults.yaml`."""
        return self.units([path for path in self._lines if path.rpartition("/")[2].startswith("_defaults.")])

    def units(self, paths: Iterable[str]) -> Iterator[Unit]:
        """Yield the units last known of files, without those that are not known or damaged."""
        for path in paths:
            blob, _, line = self._lines.get(path, "").partition("\t")
            attachments, _, row = line.partition("\t")
            with contextlib.suppress(ValueError, TypeError, KeyError, IndexError):
                yield Unit.from_row(path, blob, json.loads(row), json.loads(attachments))

    def add(self, fresh: Mapping[str, Unit], in_use: int) -> None:
        """Keep fresh units by path: append them, or write the file anew when most of it would be waste."""
        lines = (_line(unit) for unit in fresh.values() if unit.blob)
        first = next(lines, None)
        if first is None:
            return
        with contextlib.suppress(OSError):
            if self.size and self._written + len(fresh) <= max(in_use, 1) * MAX_WASTE:
                with self._path.open("ab") as file:
                    file.writelines((first, *lines))
            else:
                kept = (f"{encode(path)}\t{line}\n".encode() for path, line in self._lines.items() if path not in fresh)
                self._cache.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
                replace_file(self._path, chain((f"{self._cache.key}\n".encode(), first), lines, kept))
            self.size = self._path.stat().st_size


def _line(unit: Unit) -> bytes:
    fields = (encode(unit.path), unit.blob, encode(dict(unit.attachments)), encode(unit.row()))
    return "\t".join(fields).encode("ascii") + b"\n"
