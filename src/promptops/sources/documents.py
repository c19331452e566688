"""What every positioned document can do, whatever it is written in, and how large it may be.

Inside this package places are pairs of offsets in code points, half-open. Lines and columns begin where a
place leaves it.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import Any, Literal, NamedTuple, TypeAlias

from promptops.diagnostics import Fault, Range
from promptops.sources.text import LineIndex, shown

KeyPath: TypeAlias = tuple[str | int, ...]
"""How to get from the top of a document to a value: names in mappings, numbers in lists."""

Part: TypeAlias = Literal["value", "key"]
Offsets: TypeAlias = tuple[int, int]

MAX_CHARACTERS = 8 * 1024 * 1024
"""Longest text that is read, and most characters that its strings may hold once aliases are expanded."""
MAX_DEPTH = 100
"""Most values on the way from the top of a document to its deepest one, both counted."""
MAX_NODES = 200_000
"""Most keys and values in one file, each alias counted as a copy of what it repeats."""
MAX_FAULTS = 100
"""Most faults reported for one file; someone who has put these right compiles again."""


class Entry(NamedTuple):
    """Where a value stands, and its key; an item of a list has none."""

    value: Offsets
    key: Offsets | None


class Document(ABC):
    """A plain value (dict, list, str, int, float, bool, None; keys are strings) that knows where its parts stand."""

    __slots__ = ("_lines", "value")

    def __init__(self, value: Any, lines: LineIndex) -> None:
        self.value = value
        self._lines = lines

    def range_of(self, keys: KeyPath, part: Part = "value") -> Range:
        """Return where the value at `keys`, or its key, stands.

        When there is no such value it is the deepest existing value above that counts: its key, or the first line of
        an item of a list, or the start of the document as an empty range. An empty value stands where its key does.
        """
        depth, entry = self._find(keys)
        if depth < len(keys):
            place = entry.key or (entry.value[0], min(entry.value[1], self._lines.line_end(entry.value[0])))
        elif part == "key" or entry.value[0] == entry.value[1]:
            place = entry.key or entry.value
        else:
            place = entry.value
        return self._lines.range(*place)

    def range_in(self, keys: KeyPath, start: int, end: int) -> Range:
        """Return where the characters from `start` up to `end` of the string at `keys` stand in the file.

        The range of the whole value when it is a list or a mapping, or when the source cannot be aligned with it.
        """
        depth, _ = self._find(keys)
        place = self._inside(keys, start, end) if depth == len(keys) else None
        return self.range_of(keys) if place is None else self._lines.range(*place)

    @abstractmethod
    def _find(self, keys: KeyPath) -> tuple[int, Entry]:
        """Return how many of `keys` exist, and the entry that they lead to.

        At the top of the document the key is the empty stretch at its start.
        """

    @abstractmethod
    def _inside(self, keys: KeyPath, start: int, end: int) -> Offsets | None:
        """Return the offsets of a part of the string at `keys`, which exist; None when it is no string."""


def duplicate_key(keys: KeyPath, place: Range, first: Range) -> Fault:
    """Return the `duplicate-key` fault of a key, the last of `keys`, that was given before."""
    return Fault(
        "duplicate-key",
        f"key `{shown(str(keys[-1]))}` is given twice",
        place,
        "remove one of the two; only the first is read",
        keys,
        ((first, "first given here"),),
    )
