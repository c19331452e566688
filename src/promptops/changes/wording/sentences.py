"""The sentences of a prompt, each with its place."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from promptops.changes.wording.blocks import Block, blocks
from promptops.changes.wording.canonical import characters, folded
from promptops.changes.wording.lines import Kind, mark_of
from promptops.changes.wording.sentence_ends import sentence_ends
from promptops.changes.wording.stretches import stretches

_MARKED = {"bullet", "heading"}
_VERBATIM = {"code", "table"}


class Sentence(NamedTuple):
    """A sentence of prose or of a list item, or a line of anything else.

    `start` and `end` are code point offsets in the text that it was read from, half-open; neither begins nor ends with
    a blank. The first sentence of a list item holds its mark.
    """

    text: str
    start: int
    end: int
    kind: Kind

    @property
    def is_verbatim(self) -> bool:
        """Say whether the blanks in it may matter."""
        return self.kind in _VERBATIM

    @property
    def plain(self) -> str:
        """Return its text in NFC with plain spaces; on one line with single spaces, save where blanks may matter."""
        return characters(self.text) if self.is_verbatim else folded(self.text)

    @property
    def mark(self) -> str:
        """Return the mark of the list item or heading that it begins, with one space behind it; mostly empty."""
        return mark_of(folded(self.text)) if self.kind in _MARKED else ""

    @property
    def words(self) -> str:
        """Return what it says: its text without the mark, on one line with single spaces."""
        text = folded(self.text)
        return text[len(mark_of(text)) :] if self.kind in _MARKED else text


def sentences(text: str) -> tuple[Sentence, ...]:
    """Return the sentences of a text in order; all that is between them is blank."""
    return tuple(sentence for block in blocks(text) for sentence in sentences_of(text, block))


def sentences_of(text: str, block: Block) -> Iterator[Sentence]:
    """Yield the sentences of one block of a text."""
    for stretch in stretches(text, block):
        start = stretch.start
        if stretch.kind in {"prose", "bullet"}:
            for end in sentence_ends(text, start, stretch.end):
                yield Sentence(text[start:end], start, end, stretch.kind)
                start = end
                while start < stretch.end and text[start].isspace():
                    start += 1
        if start < stretch.end:
            yield Sentence(text[start : stretch.end], start, stretch.end, stretch.kind)
