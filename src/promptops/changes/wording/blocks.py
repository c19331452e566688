"""The pieces of a text that can be read alone: paragraphs, list items, headings, fenced blocks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from promptops.changes.wording.fences import fenced_ranges
from promptops.changes.wording.regions import Region

_BREAK = re.compile(
    # Blank lines; or a line that goes on with nothing, whatever stands ahead of it: a list item, heading or table row.
    r"(?:\r\n?+|\n)(?:(?:[^\S\r\n]*+(?:\r\n?+|\n))+|(?=[ \t]*+(?:[-*+][ \t]|#{1,6}[ \t]|\d{1,3}[.)][ \t]|\|)))"
)


class Block(NamedTuple):
    """Lines that belong together, without a blank line among them, or a whole fenced block.

    `start` and `end` are code point offsets, half-open: from the first line's indentation to the last character that
    is not blank. In a fenced one every blank may matter.
    """

    start: int
    end: int
    is_fenced: bool = False


def blocks(text: str) -> list[Block]:
    """Return the blocks of a text in order; all that is between them is blank."""
    return blocks_of(Region(text, 0, len(text), fenced_ranges(text)))


def blocks_of(region: Region) -> list[Block]:
    """Return the blocks of a region of a text in order."""
    found: list[Block] = []
    text, at, region_end, fences = region
    for start, end in fences:
        found.extend(_open_blocks(text, at, start))
        found.append(Block(start, end, is_fenced=True))
        at = end
    found.extend(_open_blocks(text, at, region_end))
    return found


def _open_blocks(text: str, start: int, end: int) -> Iterator[Block]:
    for gap in _BREAK.finditer(text, start, end):
        if piece := _trimmed(text, start, gap.start()):
            yield piece
        start = gap.end()
    if piece := _trimmed(text, start, end):
        yield piece


def _trimmed(text: str, start: int, end: int) -> Block | None:
    """Return what is left of a stretch without blank lines at its beginning and blanks at its end."""
    piece = text[start:end]
    whole = len(piece.rstrip())
    if not whole:
        return None
    ink = whole - len(piece[:whole].lstrip())
    line = max(piece.rfind("\n", 0, ink), piece.rfind("\r", 0, ink)) + 1
    return Block(start + line, start + whole)
