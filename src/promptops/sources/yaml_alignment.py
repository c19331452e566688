"""Which characters of a YAML scalar's source make up which characters of its value.

Folding, indentation and chomping change white space and nothing else. So the visible characters of a value are those
of its source in the same order, an escape or a doubled quote counting as one, and white space is placed by the visible
characters beside it.
"""

from __future__ import annotations

import re
from array import array
from bisect import bisect_left

from promptops.regex import regex
from promptops.sources.documents import Offsets

_BREAK = regex(r"\r\n|\n|\r")
_BLANKS = " \t\n\r"
_VISIBLE = regex(rf"[^{_BLANKS}]")
_SINGLE_QUOTED = regex(rf"''|[^{_BLANKS}]")
_DOUBLE_QUOTED = regex(rf"\\(?:x..|u....|U........|\r\n|[\s\S])|[^{_BLANKS}]")
_BLANK_ESCAPES = frozenset("ntr" + _BLANKS)


class Alignment:
    """The visible characters of one scalar, in its value and in the text between two offsets."""

    __slots__ = ("_content", "_ends", "_indent", "_literal", "_places", "_starts", "_text", "_value")

    def __init__(self, value: str, text: str, content: Offsets, style: str) -> None:
        self._value = value
        self._text = text
        self._content = content
        self._literal = style == "|"
        self._places = array("I", (match.start() for match in _VISIBLE.finditer(value)))
        self._starts, self._ends = array("I"), array("I")
        for match in _pattern(style).finditer(text, *content):
            if _is_visible(match[0]):
                self._starts.append(match.start())
                self._ends.append(match.end())
        self._indent = self._content_indent() if style in ("|", ">") and self._starts else 0

    def offsets(self, start: int, end: int) -> Offsets | None:
        """Return where the characters `start` up to `end` of the value stand; None when the two do not align."""
        if not self._places or len(self._places) != len(self._starts):
            return None
        first = self._locate(start)
        return first[0], max(first[0], self._locate(end - 1)[1] if end > start else first[0])

    def _locate(self, place: int) -> Offsets:
        rank = bisect_left(self._places, place)
        if rank < len(self._places) and self._places[rank] == place:
            return self._starts[rank], self._ends[rank]
        left = (self._places[rank - 1] + 1, self._ends[rank - 1]) if rank else (0, self._content[0])
        limit = self._starts[rank] if rank < len(self._starts) else self._content[1]
        start = min(self._in_blanks(left, limit, place), limit)
        end = start + 2 if self._text.startswith("\r\n", start) else start + 1
        return start, min(end, limit)

    def _in_blanks(self, left: Offsets, limit: int, place: int) -> int:
        """Return where a white space character stands that follows `left`, a place in the value and in the text."""
        blanks = self._value[left[0] : place]
        breaks = [match.end() for match in _BREAK.finditer(blanks)]
        if not breaks:
            return left[1] + len(blanks) + (0 if left[0] else self._indent)
        if not self._literal:
            return limit
        lines = [*_BREAK.finditer(self._text, left[1], limit)]
        stop = lines[len(breaks)].start() if len(breaks) < len(lines) else limit
        return min(lines[len(breaks) - 1].end() + self._indent + len(blanks) - breaks[-1], stop)

    def _content_indent(self) -> int:
        """Return by how many columns the lines of a block are indented more than those of its value."""
        return _column(self._text, self._starts[0]) - _column(self._value, self._places[0])


def content_of(text: str, node: Offsets, style: str) -> Offsets:
    """Return where the content of a scalar stands in its source: inside the quotes, below the line of `|` or `>`."""
    start, end = node
    if style in ("'", '"'):
        return start + 1, end - 1
    if style in ("|", ">"):
        found = _BREAK.search(text, start, end)
        return (found.end() if found else end), end
    return start, end


def _pattern(style: str) -> re.Pattern[str]:
    return {"'": _SINGLE_QUOTED, '"': _DOUBLE_QUOTED}.get(style, _VISIBLE)


def _is_visible(piece: str) -> bool:
    if len(piece) == 1 or piece[0] != "\\":
        return True
    kind, digits = piece[1], piece[2:]
    return chr(int(digits, 16)) not in _BLANKS if kind in "xuU" else kind not in _BLANK_ESCAPES


def _column(text: str, offset: int) -> int:
    return offset - 1 - max(text.rfind("\n", 0, offset), text.rfind("\r", 0, offset))
