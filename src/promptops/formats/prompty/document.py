"""A Prompty file as a document: a header, a body, and the messages in it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from promptops.diagnostics import Fault, Range
from promptops.formats.native import MarkdownDocument
from promptops.formats.prompty.roles import Turn
from promptops.sources.documents import KeyPath, Part
from promptops.sources.front_matter import FrontMatter, read_front_matter
from promptops.sources.text import normalise_breaks

_BEFORE = re.compile(r"((?:[ \t]*(?:#[^\r\n]*)?(?:\r\n|\n|\r))++)---[ \t]*(?:\r\n|\n|\r)")


def split(text: str) -> tuple[FrontMatter, tuple[Fault, ...]]:
    """Return header and body of a file; blank lines and comments may come before the header."""
    before = _BEFORE.match(text)
    if before is None:
        return read_front_matter(text)
    # What comes before the first line of dashes goes behind it, as blank lines: all that counts keeps its number.
    lines = normalise_breaks(before[1]).count("\n")
    breaks = "\n" * lines
    return read_front_matter(f"---\n{breaks}{text[before.end() :]}")


class PromptyDocument(MarkdownDocument):
    """A header and a body, in which each message has its place at `messages`."""

    def __init__(self, front: FrontMatter, turns: Sequence[Turn]) -> None:
        super().__init__(front)
        self._turns = turns

    def range_of(self, keys: KeyPath, part: Part = "value") -> Range:
        """Return the range of a header key, of the body, or of a message, its role or its text."""
        turn = self._turn(keys)
        if turn is None:
            return super().range_of(keys, part)
        start, end = turn.written if keys[2:] == ("role",) else (turn.start, turn.end)
        return self._body.range(start, end)

    def range_in(self, keys: KeyPath, start: int, end: int) -> Range:
        """Return the range of a stretch of the body, of a message's text, or of a string in the header."""
        turn = self._turn(keys)
        if turn is None:
            return super().range_in(keys, start, end)
        return self._body.range(turn.start + start, min(turn.start + end, turn.end))

    def _turn(self, keys: KeyPath) -> Turn | None:
        index = keys[1] if keys[:1] == ("messages",) and len(keys) > 1 else None
        return self._turns[index] if isinstance(index, int) and 0 <= index < len(self._turns) else None
