"""Where the parts of BAML's declarations stand, and block strings without their indent."""

from __future__ import annotations

from bisect import bisect_right
from itertools import accumulate
from typing import Any

from promptops.diagnostics import START, Range
from promptops.sources.documents import KeyPath, Offsets, Part
from promptops.sources.text import LineIndex

_BLANKS = " \t"


class BamlDocument:
    """A file whose parts have been noted one by one, each under the keys that the native format has for it."""

    def __init__(self, text: str) -> None:
        self.value: Any = None
        self._lines = LineIndex(text)
        self._places: dict[KeyPath, tuple[Offsets, Offsets]] = {}
        self._texts: dict[KeyPath, tuple[list[int], list[int]]] = {}

    def note(self, keys: KeyPath, value: Offsets, key: Offsets | None = None) -> None:
        """Remember where a value and its key stand; a value without a key is named by itself."""
        self._places[keys] = (value, key or value)

    def block_string(self, keys: KeyPath, start: int, end: int) -> str:
        """Return the text between two offsets as BAML sends it, and remember where its lines stand.

        Blanks around it go, and the indent that all lines share; a line that begins with the string has none.
        """
        text = self._lines.text[start:end]
        text, start = text.lstrip(_BLANKS), start + len(text) - len(text.lstrip(_BLANKS))
        lines = text.rstrip().split("\n")
        indent = min((len(line) - len(line.lstrip()) for line in lines if line.strip()), default=0)
        kept: list[str] = []
        starts: list[int] = []
        for line in lines:
            first = indent if kept else len(line) - len(line.lstrip())
            cut = line[first:].removesuffix("\r") if line.strip() else ""
            if kept or cut:
                starts.append(start + (first if cut else 0))
                kept.append(cut)
            start += len(line) + 1
        self._texts[keys] = (list(accumulate((len(line) + 1 for line in kept), initial=0)), starts)
        return "\n".join(kept)

    def range_of(self, keys: KeyPath, part: Part = "value") -> Range:
        """Return where a value, or its key, stands; the nearest part above it that was noted."""
        for length in range(len(keys), 0, -1):
            place = self._places.get(keys[:length])
            if place is not None:
                return self._lines.range(*place[part == "key" or length < len(keys)])
        return START

    def range_in(self, keys: KeyPath, start: int, end: int) -> Range:
        """Return where a stretch of a block string stands; all of the value for any other text."""
        if keys not in self._texts:
            return self.range_of(keys)
        return self._lines.range(self._in_file(keys, start), self._in_file(keys, end))

    def _in_file(self, keys: KeyPath, offset: int) -> int:
        lines, places = self._texts[keys]
        row = min(bisect_right(lines, offset), len(places)) - 1
        return places[row] + offset - lines[row]
