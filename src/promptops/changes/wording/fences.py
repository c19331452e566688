"""Fenced code blocks, in which every blank may matter."""

from __future__ import annotations

import re

_MARKS = re.compile(r"(?P<marks>`{3,}+|~{3,}+)(?P<info>[^\r\n]*)")
_BACKTICKS = re.compile(r"(?P<marks>```[`]*+)(?P<info>[^\r\n]*)")
"""The same without tildes, which is found several times as fast."""

_BLANKS = " \t\u00a0\u2007\u202f"
MAX_INDENT = 80
"""Blanks before a fence; with more of them it is none."""


def fenced_ranges(text: str) -> list[tuple[int, int]]:
    """Return the offsets of the fenced blocks of a text, in order: from the opening fence's indentation on.

    A fence that is never closed opens nothing: prompts quote fences, and one of them must not turn the rest to code.
    """
    has_tildes = "~~~" in text
    if not has_tildes and "```" not in text:
        return []
    ranges = []
    opened: tuple[int, str] | None = None
    for match in (_MARKS if has_tildes else _BACKTICKS).finditer(text):
        marks, info = match["marks"], match["info"]
        indent = indent_at(text, match.start())
        if indent is None:
            continue
        if opened is None:
            # Backticks behind backticks on one line are code in a sentence.
            if marks[0] not in info:
                opened = match.start() - indent, marks
        elif marks.startswith(opened[1]) and not info.strip():
            ranges.append((opened[0], match.end("marks")))
            opened = None
    return ranges


def indent_at(text: str, at: int) -> int | None:
    """Return the number of blanks ahead of an offset in its line; None where something else stands there."""
    first = max(0, at - MAX_INDENT - 1)
    ahead = text[first:at].rstrip(_BLANKS)
    begins_line = ahead[-1] in "\r\n" if ahead else first == 0
    return at - first - len(ahead) if begins_line else None
