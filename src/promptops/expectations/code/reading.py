"""A source file to what it says."""

from __future__ import annotations

import re

from promptops.diagnostics import Range
from promptops.expectations.code.anchors import rarest_word
from promptops.expectations.code.contexts import Context
from promptops.expectations.code.facts import NOTHING, Literal, Name, SourceFacts
from promptops.expectations.code.names import embedded_files, is_file, is_loaded, is_name
from promptops.expectations.code.noise import is_noise
from promptops.expectations.code.parsers import JSON, parsing_of_json, read_by_name
from promptops.expectations.code.parsing import strings
from promptops.expectations.code.patterns import mandatory_literal
from promptops.expectations.code.pieces import Piece, Pieces
from promptops.expectations.code.trees import SourceTree, tree_of
from promptops.sources.text import LineIndex

MAX_LITERALS = 2_000
"""Literals of a file that are kept, the first ones."""
MAX_NAMES = 1_000
"""Names of a file that are kept, the first ones."""

MIN_TELLING = 4
"""Characters of a text that is kept wherever it stands; a shorter one only where it may be one of several values."""
_CHOOSING = frozenset({"accepted", "compared", "other", "searched for", "subscript"})

_KEY = re.compile(r"[\w$.:@/-]{1,100}")
_NOTHING_ELSE = re.compile(r"[\s()]*")


def read_source(path: str, data: bytes) -> SourceFacts:
    """Return the literals and names of a source file, none of one that has no tree."""
    parsed = tree_of(path, data)
    return NOTHING if parsed is None else _read(parsed)


def _read(parsed: SourceTree) -> SourceFacts:
    language, chosen, source, masked, tree = parsed
    facts = _Facts(source)
    pieces = Pieces(source, chosen)
    for node, around in strings(masked, tree, chosen):
        for piece in pieces.add(node, around):
            facts.add(piece)
        if facts.is_full:
            break
    for piece in pieces.rest():
        facts.add(piece)
    facts.add_parsing(source)
    if language == "go":
        facts.add_names(source)
    return facts.result()


def _place(literal: Literal) -> tuple[int, int]:
    return literal.line, literal.column


class _Facts:
    """Collects the facts of one file."""

    def __init__(self, source: str) -> None:
        self._source = source
        self._lines = LineIndex(source)
        self._literals: dict[tuple[str, str, int], Literal] = {}
        self._names: dict[str, Name] = {}

    @property
    def is_full(self) -> bool:
        """Whether no more literals are kept."""
        return len(self._literals) >= MAX_LITERALS

    def result(self) -> SourceFacts:
        """Return what was collected."""
        # The parts of a template come before the strings in its holes.
        return SourceFacts(tuple(sorted(self._literals.values(), key=_place)), tuple(self._names.values()))

    def add(self, piece: Piece) -> None:
        """Keep what a piece says."""
        text, context = piece.text, piece.context
        is_whole = piece.opens is not None and piece.closes is not None
        if context.use is None:
            if is_whole and is_file(text):
                self._name(text, self._range(piece.start, piece.end))
            return
        is_short = len(text) < MIN_TELLING
        is_literal = not self.is_full and not is_noise(text) and (not is_short or context.use in _CHOOSING)
        is_named = is_whole and context.kind != "pattern" and is_name(text)
        if is_literal or is_named:
            place = self._range(piece.start, piece.end)
            if is_named:
                self._name(text, place, is_prompt=is_loaded(self._source, piece.opens or 0))
            if is_literal:
                self._keep(text, piece, place)

    def add_names(self, source: str) -> None:
        """Keep the names of files that a comment of a Go file embeds."""
        for start, end in embedded_files(source):
            self._name(source[start:end], self._lines.range(start, end))

    def add_parsing(self, source: str) -> None:
        """Keep that an answer is read as JSON, if one is, and what is taken out of it by name."""
        call = parsing_of_json(source)
        if call is not None:
            place = self._range(*call)
            self._literals[JSON, "pattern", place.line] = Literal(JSON, "pattern", *place, "parsed", "json")
            for start, end in read_by_name(source):
                name, place = source[start:end], self._range(start, end)
                self._literals.setdefault((name, "key", place.line), Literal(name, "key", *place, "attribute", name))

    def _range(self, start: int, end: int) -> Range:
        line, column = self._lines.position(start)
        written = self._source[start:end]
        if "\n" in written or "\r" in written:
            return Range(line, column, *self._lines.position(end))
        return Range(line, column, line, column + end - start)

    def _name(self, text: str, place: Range, *, is_prompt: bool = False) -> None:
        known = self._names.get(text)
        is_new = len(self._names) < MAX_NAMES if known is None else is_prompt and not known.is_prompt
        if is_new:
            self._names[text] = Name(text, *place, is_prompt)

    def _keep(self, text: str, piece: Piece, place: Range) -> None:
        context, kind = piece.context, piece.context.kind
        anchor = text
        if kind == "key" and not _KEY.fullmatch(text):
            kind = "string"
        elif kind == "pattern" and not self._is_whole(piece, context):
            kind = "string"  # a part of a pattern is none
        elif kind == "pattern":
            text = f"(?{context.flags}){text}" if context.flags else text
            anchor = mandatory_literal(text)
        literal = Literal(text, kind, *place, context.use or "other", rarest_word(anchor))
        self._literals.setdefault((text, kind, place.line), literal)

    def _is_whole(self, piece: Piece, context: Context) -> bool:
        """Say whether a piece is all of the expression that is a pattern."""
        if piece.opens is None or piece.closes is None or context.extent is None:
            return False
        start, end = context.extent
        source = self._source
        return bool(
            _NOTHING_ELSE.fullmatch(source, start, piece.opens) and _NOTHING_ELSE.fullmatch(source, piece.closes, end)
        )
