"""Bytes to text, and offsets in a text to lines and columns."""

from __future__ import annotations

import re
from bisect import bisect_right

from promptops.diagnostics import Fault, Range

INVALID = "invalid-yaml"
"""The rule that reports a file that cannot be read, be it YAML, JSON or no text at all."""

_BOM = "\ufeff"
_UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")
_LINE_BREAK = re.compile(r"\r\n|\r|\n")
_SHOWN = 60


def decode(data: bytes) -> tuple[str | None, tuple[Fault, ...]]:
    """Return the text of a file, or None and an `invalid-yaml` fault at the first byte that cannot be text.

    Text is UTF-8 without NUL characters. A byte order mark is dropped; line breaks are kept as they stand.
    """
    if data.startswith(_UTF16_MARKS):
        return None, (_fault("the file is UTF-16, not UTF-8", "", "save the file as UTF-8"),)
    try:
        text = data.decode()
    except UnicodeDecodeError as error:
        before = data[: error.start].decode()
        byte = data[error.start]
        return None, (_fault(f"the byte 0x{byte:02x} is not UTF-8", before, "save the file as UTF-8"),)
    text = text.removeprefix(_BOM)
    if "\0" in text:
        before = text[: text.index("\0")]
        return None, (_fault("the file holds a NUL character", before, "save the file as text in UTF-8"),)
    return text, ()


def _fault(message: str, before: str, help: str) -> Fault:
    line, column = LineIndex(before.removeprefix(_BOM)).position(len(before))
    return Fault(INVALID, message, Range(line, column, line, column + 1), help)


def normalise_breaks(text: str) -> str:
    r"""Return the text with every line break written as `\n`."""
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


class LineIndex:
    r"""The lines of a text as an editor counts them: they end at `\n`, `\r\n` or `\r` and nowhere else.

    Nothing is computed before the first question. `first_line` is the number of the first line: a text may be a
    piece, cut at line ends, of a larger file.
    """

    __slots__ = ("_first_line", "_starts", "text")

    def __init__(self, text: str, first_line: int = 1) -> None:
        self.text = text
        self._first_line = first_line
        self._starts: list[int] | None = None

    def position(self, offset: int) -> tuple[int, int]:
        r"""Return line and column, 1-based, of an offset in code points.

        One outside the text is moved to its edge, one inside a line break `\r\n` to the end of the line.
        """
        starts = self._line_starts()
        offset = min(max(offset, 0), len(self.text))
        if offset and self.text[offset - 1 : offset + 1] == "\r\n":
            offset -= 1
        row = bisect_right(starts, offset) - 1
        return self._first_line + row, offset - starts[row] + 1

    def offset(self, line: int, column: int) -> int:
        """Return the offset of a position; the nearest one in the text when there is no such position."""
        starts = self._line_starts()
        row = line - self._first_line
        if row < 0:
            return 0
        if row >= len(starts):
            return len(self.text)
        return min(starts[row] + max(column, 1) - 1, self._row_end(row))

    def range(self, start: int, end: int) -> Range:
        """Return the range between two offsets."""
        return Range(*self.position(start), *self.position(end))

    def line_text(self, number: int, limit: int | None = None) -> str:
        """Return a line without its line break, or so many characters of it; the empty string if there is none."""
        starts = self._line_starts()
        row = number - self._first_line
        if not 0 <= row < len(starts):
            return ""
        end = self._row_end(row)
        return self.text[starts[row] : end if limit is None else min(end, starts[row] + limit)]

    def indent(self, number: int) -> int:
        """Return by how many spaces a line is indented."""
        line = self.line_text(number)
        return len(line) - len(line.lstrip(" "))

    def line_start(self, offset: int) -> int:
        """Return the offset at which the line that holds `offset` begins."""
        return self._line_starts()[self.position(offset)[0] - self._first_line]

    def line_end(self, offset: int) -> int:
        """Return the offset at which the line that holds `offset` ends, before its line break."""
        found = _LINE_BREAK.search(self.text, offset)
        return found.start() if found else len(self.text)

    def _row_end(self, row: int) -> int:
        starts = self._line_starts()
        if row + 1 == len(starts):
            return len(self.text)
        end = starts[row + 1]
        return end - 2 if self.text.endswith("\r\n", starts[row], end) else end - 1

    def _line_starts(self) -> list[int]:
        if self._starts is None:
            self._starts = [0, *map(re.Match.end, _LINE_BREAK.finditer(self.text))]
        return self._starts


def shown(text: str) -> str:
    """Return a piece of a file as a message may show it: printable, on one line, 60 characters at most."""
    short = text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…"
    return short if short.isprintable() else "".join(mark if mark.isprintable() else "\ufffd" for mark in short)
