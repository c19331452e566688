"""What is known of one source file, as tuples that a cache can keep as JSON."""

from __future__ import annotations

import typing
from typing import Any, NamedTuple, Self

from promptops.diagnostics import Span

Kind = typing.Literal["string", "pattern", "key"]
"""A text; a regular expression; the name of a field that is read from parsed data."""
Use = typing.Literal[
    "accepted",  # one of the values that a type allows
    "argument",
    "assigned",
    "compared",
    "field",  # the name under which a declared field stands in JSON
    "matched",
    "message",  # of a log entry, an error or a test
    "other",
    "searched for",
    "subscript",
]
"""What the code does with it."""

_KINDS: tuple[Kind, ...] = typing.get_args(Kind)
_USES: tuple[Use, ...] = typing.get_args(Use)
_KIND_NUMBERS = {kind: number for number, kind in enumerate(_KINDS)}
_USE_NUMBERS = {use: number for number, use in enumerate(_USES)}

Row = list[Any]


class Literal(NamedTuple):
    """A constant text in code, decoded; the constant parts of a template are literals of their own.

    The range is that of the text without its quotes, 1-based, in code points, half-open; that of strings written
    side by side is the first one's. A pattern's flags stand before it: `(?i)verdict`. `anchor` is the longest word of
    what must occur where this one is satisfied, casefolded; empty if there is none.
    """

    text: str
    kind: Kind
    line: int
    column: int
    end_line: int
    end_column: int
    use: Use
    anchor: str


class Name(NamedTuple):
    """A text that looks like the name or path of a resource; the range as for literals.

    `is_prompt` says that it is what a function is called with that loads a prompt.
    """

    text: str
    line: int
    column: int
    end_line: int
    end_column: int
    is_prompt: bool = False

    def at(self, path: str) -> Span:
        """Return where it stands, in the file at a path."""
        return Span(path, self.line, self.column, self.end_line, self.end_column)


class SourceFacts(NamedTuple):
    """The literals of a file in the order in which they stand, and its names, each at its first place."""

    literals: tuple[Literal, ...] = ()
    names: tuple[Name, ...] = ()

    def row(self) -> Row:
        """Return the facts as a value for JSON: two lists, of the numbers and texts of each literal and name."""
        literals = [
            [text, _KIND_NUMBERS[kind], line, column, end_line - line, end_column, _USE_NUMBERS[use], anchor]
            for text, kind, line, column, end_line, end_column, use, anchor in self.literals
        ]
        names = [
            [text, line, column, end_line - line, end_column, is_prompt]
            for text, line, column, end_line, end_column, is_prompt in self.names
        ]
        return [literals, names]

    @classmethod
    def from_row(cls, row: Row) -> Self:
        """Return the facts of which this is the row; raise ValueError, TypeError or IndexError if it is none."""
        literals, names = row
        return cls(
            tuple(
                [
                    Literal(text, _KINDS[kind], line, column, line + lines, end_column, _USES[use], anchor)
                    for text, kind, line, column, lines, end_column, use, anchor in literals
                ]
            ),
            tuple([Name(text, line, column, line + lines, *rest) for text, line, column, lines, *rest in names]),
        )


NOTHING = SourceFacts()
