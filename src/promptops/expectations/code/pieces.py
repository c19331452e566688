"""The constant parts of the strings of a file, those written side by side joined into one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from promptops.expectations.code.contexts import OTHER, Context, Place
from promptops.expectations.code.escapes import Decoder
from promptops.expectations.code.languages.grammars import Grammar
from promptops.expectations.code.languages.syntax import Token
from promptops.expectations.code.noise import MIN_LENGTH

if TYPE_CHECKING:
    from tree_sitter import Node

MAX_GAP = 400
"""Characters between two strings within which it is seen that they are one."""
UNPLACED = Context(None)
"""Of a piece of which it is not yet known what it is used for."""
MAX_PARTS = 400
"""Strings side by side that are joined; those behind them are another text."""


@dataclass(slots=True)
class Piece:
    """A constant text and where it stands; offsets are in code points.

    `opens` is where the string begins whose first text it is, `closes` where the one ends whose last text it is;
    None where a hole of a template comes first. `texts` are its parts, decoded unless `decode` does that for the whole.
    """

    start: int
    end: int
    opens: int | None
    closes: int | None
    texts: list[str]
    context: Context
    decode: Decoder | None = None

    @property
    def text(self) -> str:
        """The whole text."""
        whole = "".join(self.texts)
        return whole if self.decode is None else self.decode(whole).strip()


class Pieces:
    """Takes strings and texts in the order in which they stand, and yields pieces once they are complete."""

    def __init__(self, source: str, grammar: Grammar) -> None:
        self._source = source
        self._grammar = grammar
        self._last: Piece | None = None

    def add(self, node: Node, around: list[Node]) -> Iterator[Piece]:
        """Take the next string or text, with the nodes around it; yield what it completes."""
        decode = self._grammar.texts.get(node.kind_id)
        fresh = self._of_text(node, decode) if decode is not None else self._of_string(node)
        for piece in fresh:
            last = self._last
            if last is not None and self._continues(last, piece):
                _join(last, piece)
                piece = last  # noqa: PLW2901 - from here on, the one that it has become a part of
            else:
                if last is not None:
                    yield self._complete(last)
                self._last = piece
            if piece.context is UNPLACED and (len(piece.texts) > 1 or len(piece.texts[0]) >= MIN_LENGTH):
                piece.context = self._grammar.outcomes.context(Place(self._source, node, around))

    def rest(self) -> Iterator[Piece]:
        """Yield what is complete at the end of the file."""
        if self._last is not None:
            yield self._complete(self._last)
            self._last = None

    def _of_text(self, node: Node, decode: Decoder) -> list[Piece]:
        start, end = node.start_byte, node.end_byte
        return [Piece(start, end, start, end, [self._source[start:end]], OTHER, decode)]

    def _of_string(self, node: Node) -> list[Piece]:
        first, last = node.start_byte, node.end_byte
        written = self._source[first:last]
        token = self._grammar.strings[node.kind_id](written)
        holes = self._holes(node) if node.kind_id in self._grammar.templates and "{" in written else []
        if not holes:
            piece = _piece(written, first, token, token.start, token.end)
            if token.flags is not None:
                piece.context = Context("matched", "pattern", (first, last), token.flags)
            return [piece]
        starts = [token.start, *(end - first for _, end in holes)]
        ends = [*(start - first for start, _ in holes), token.end]
        pieces = [_piece(written, first, token, start, end) for start, end in zip(starts, ends, strict=True)]
        for piece in pieces[1:]:
            piece.opens = None
        for piece in pieces[:-1]:
            piece.closes = None
        return [piece for piece in pieces if piece.start < piece.end]

    def _holes(self, node: Node) -> list[tuple[int, int]]:
        kinds = self._grammar.holes
        return [child.byte_range for child in node.children if child.kind_id in kinds]

    def _complete(self, piece: Piece) -> Piece:
        """Leave the white space around a text outside of it."""
        if piece.decode is not None:
            written = self._source[piece.start : piece.end]
            piece.start += len(written) - len(written.lstrip())
            piece.end = max(piece.start, piece.end - len(written) + len(written.rstrip()))
        return piece

    def _continues(self, last: Piece, piece: Piece) -> bool:
        if last.closes is None or piece.opens is None or len(last.texts) >= MAX_PARTS:
            return False
        if last.decode is not None or piece.decode is not None:
            return last.decode is piece.decode and last.closes == piece.opens
        gap = piece.opens - last.closes
        return 0 <= gap <= MAX_GAP and self._grammar.syntax.joins(self._source[last.closes : piece.opens])


def _piece(written: str, first: int, token: Token, start: int, end: int) -> Piece:
    return Piece(first + start, first + end, first, first + len(written), [token.decode(written[start:end])], UNPLACED)


def _join(last: Piece, piece: Piece) -> None:
    last.closes = piece.closes
    last.texts += piece.texts
    if last.decode is not None:
        last.end = piece.end
