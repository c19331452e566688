"""The units of the last runs: an index that is read whole, and rows that are read where they are needed."""

from __future__ import annotations

import contextlib
import json
import mmap
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cached_property
from itertools import chain
from zlib import crc32

from promptops.atomic import replace_file
from promptops.compiler.unit import Unit
from promptops.sources.cache import Cache, encode
from promptops.sources.trees import TreeFile

_INDEX, _ROWS = "units.index", "units.rows"
_CHECKSUM = 8
_QUOTE = '"'
MAX_WASTE = 4
"""The rows are written anew when there would be this many times as many as are in use."""

_DAMAGE = (ValueError, TypeError, KeyError, IndexError, AttributeError, RecursionError)

Identity = Callable[[str], str]
"""Returns what identifies the content of a file of the tree as it is now."""


class UnitCache:
    """The units that a cache holds.

    A line of the index is path (as JSON if there is anything odd in it), blob id, attachments, and offset and length of
    the row, with tabs between them; the last line of a path counts. A row begins with a checksum over these and the
    cache's key: one that is damaged, or that another process or another compiler has written meanwhile, is noticed.
    `size` is that of the rows in bytes: what was concluded from other rows no longer holds.
    """

    def __init__(self, cache: Cache) -> None:
        self._cache = cache
        self._index_path, self._rows_path = cache.folder / _INDEX, cache.folder / _ROWS
        self._lines: dict[str, str] = {}
        self._written = 0
        self.size = 0
        with contextlib.suppress(OSError, ValueError):
            self._load(self._index_path.read_bytes().decode("ascii"), self._rows_path.stat().st_size)

    def _load(self, index: str, size: int) -> None:
        head, *lines, _ = index.split("\n")
        if head != self._cache.key:
            return
        known = dict([line.split("\t", 1) for line in lines])
        if f"\n{_QUOTE}" in index:
            known.update([(json.loads(path), known.pop(path)) for path in [*known] if path.startswith(_QUOTE)])
        self._lines = known
        self._written = len(lines)
        self.size = size

    def stale(self, files: Iterable[TreeFile], identity: Identity) -> list[TreeFile]:
        """Return the files whose units are not known, or of which the content or an attachment has changed."""
        # Most files are as git vouches for them, and have no attachments.
        known = self._lines.get
        return [
            file
            for file in files
            if not (file.blob and known(file.path, "").startswith(f"{file.blob}\t{{}}\t"))
            and not self._holds(file.path, identity)
        ]

    def _holds(self, path: str, identity: Identity) -> bool:
        blob, _, rest = self._lines.get(path, "").partition("\t")
        if not rest or blob != identity(path):
            return False
        attachments = rest.partition("\t")[0]
        with contextlib.suppress(*_DAMAGE):
            return attachments == "{}" or all(identity(name) == then for name, then in json.loads(attachments).items())
        return False

    def get(self, path: str) -> Unit | None:
        """Return the unit that was last known of a file."""
        return next(iter(self.units([path])), None)

    def units(self, paths: Iterable[str]) -> Iterator[Unit]:
        """Yield the units last known of files, without those that are not known or damaged."""
        for path in paths:
            with contextlib.suppress(*_DAMAGE):
                blob, attachments, offset, length = self._lines[path].split("\t")
                kept = self._rows[int(offset) : int(offset) + int(length)]
                checksum, row = kept[:_CHECKSUM], kept[_CHECKSUM:]
                if checksum == _checksum(self._cache.key, path, blob, attachments, row):
                    yield Unit.from_row(path, blob, json.loads(row), json.loads(attachments))

    @cached_property
    def _rows(self) -> mmap.mmap | bytes:
        with contextlib.suppress(OSError, ValueError), self._rows_path.open("rb") as file:
            return mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        return b""

    def add(self, fresh: Mapping[str, Unit], in_use: int) -> bool:
        """Keep fresh units by path, and say whether the disk took them.

        They are appended, or everything is written anew when most of it would be waste.
        """
        with contextlib.suppress(OSError):
            if not fresh:
                return True
            if self.size and self._written + len(fresh) <= max(in_use, 1) * MAX_WASTE:
                self._append(fresh.values())
            else:
                self._rewrite(chain(fresh.values(), self.units([path for path in self._lines if path not in fresh])))
            return True
        return False

    def measure(self) -> bool:
        """Find out the size of the rows after some were added, and say whether that can be done."""
        with contextlib.suppress(OSError):
            self.size = self._rows_path.stat().st_size
            return True
        return False

    def _append(self, units: Iterable[Unit]) -> None:
        with self._rows_path.open("ab") as rows:
            index = _Index(self._cache.key, rows.tell())
            rows.writelines(index.rows(units))
        with self._index_path.open("ab") as file:
            file.writelines(index.lines)

    def _rewrite(self, units: Iterable[Unit]) -> None:
        index = _Index(self._cache.key, 0)
        self._cache.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        replace_file(self._rows_path, index.rows(units))
        replace_file(self._index_path, (f"{self._cache.key}\n".encode(), *index.lines))


class _Index:
    """The lines of an index, made along with the rows, the first of which stands at `offset`."""

    def __init__(self, key: str, offset: int) -> None:
        self._key = key
        self._offset = offset
        self.lines: list[bytes] = []

    def rows(self, units: Iterable[Unit]) -> Iterator[bytes]:
        """Yield the row of each unit."""
        for unit in units:
            row = encode(unit.row()).encode("ascii")
            attachments = encode(dict(unit.attachments)) if unit.attachments else "{}"
            length = _CHECKSUM + len(row)
            fields = (_name(unit.path), unit.blob, attachments, str(self._offset), str(length))
            self.lines.append("\t".join(fields).encode("ascii", errors="replace") + b"\n")
            self._offset += length
            yield _checksum(self._key, unit.path, unit.blob, attachments, row) + row


def _name(path: str) -> str:
    """Return how the index names a path: on one line, and without a tab."""
    return path if path.isascii() and path.isprintable() and not path.startswith(_QUOTE) else encode(path)


def _checksum(key: str, path: str, blob: str, attachments: str, row: bytes) -> bytes:
    names = f"{key}\t{path}\t{blob}\t{attachments}".encode(errors="surrogatepass")
    return b"%08x" % crc32(row, crc32(names))
