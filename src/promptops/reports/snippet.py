"""The offending line, and carets under what offends.

Widths are counted in cells of a terminal: a wide East Asian character takes two, a combining mark none.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from itertools import accumulate
from typing import Final, NamedTuple

from promptops.reports.printable import UNSAFE, spelled

_TAB: Final = " " * 4
_CUT: Final = "…"


class Marked(NamedTuple):
    """A line to print, and the cells of it to underline: how many to skip and how many to mark."""

    text: str
    skip: int
    carets: int


class _Cells(NamedTuple):
    """What is printed for each character of a text, and how many cells that takes."""

    shown: Sequence[str]
    widths: Sequence[int]


def mark(line: str, start: int, end: int, room: int) -> Marked:
    """Return the part of `line` around the code points `start` to `end` (0-based, half-open) that fits `room` cells.

    Takes time in the order of `room`, however long the line is. Places outside the line are moved to its end; at
    least one cell is marked.
    """
    start = min(start, len(line))
    begin, stop = max(0, start - room), min(len(line), start + room + 1)
    shown, widths = _cells(line[begin:stop])
    span = slice(start - begin, max(start, min(end, stop)) - begin)
    whole = len(shown) == len(line) and sum(widths) <= room
    window = slice(0, len(shown)) if whole else _window(widths, span.start, room - 2 * len(_CUT))
    before = _CUT if begin + window.start else ""
    after = _CUT if begin + window.stop < len(line) else ""
    return Marked(
        text=before + "".join(shown[window]) + after,
        skip=len(before) + sum(widths[window.start : span.start]),
        carets=max(1, sum(widths[span.start : min(span.stop, window.stop)])),
    )


def _window(widths: Sequence[int], start: int, room: int) -> slice:
    """Choose what to show: a third of the room goes to what is before `start`, more if little is behind it."""
    lead = max(room // 3, room - sum(widths[start:]))
    first = start - _fitting(reversed(widths[:start]), lead)
    return slice(first, first + _fitting(widths[first:], room))


def _fitting(widths: Iterable[int], room: int) -> int:
    """Return how many of `widths`, from the first on, fit in `room`."""
    return sum(total <= room for total in accumulate(widths))


def _cells(text: str) -> _Cells:
    """Take `text` apart in one go, as what `UNSAFE` takes for a command depends on the characters behind it."""
    spellings = {match.start(): _TAB if match[0] == "\t" else spelled(match[0]) for match in UNSAFE.finditer(text)}
    if not spellings and text.isascii():
        return _Cells(text, [1] * len(text))
    shown = [spellings.get(place, character) for place, character in enumerate(text)]
    widths = [len(spellings[place]) if place in spellings else _width(text[place]) for place in range(len(text))]
    return _Cells(shown, widths)


def _width(character: str) -> int:
    if unicodedata.category(character) in {"Mn", "Me"}:
        return 0
    return 2 if unicodedata.east_asian_width(character) in {"W", "F"} else 1
