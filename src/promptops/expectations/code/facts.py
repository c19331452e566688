"""What is known of one source file."""

from __future__ import annotations

import typing
from typing import NamedTuple

from promptops.diagnostics import Span

Kind = typing.Literal["string", "pattern", "key"]
"""A text; a regular expression; the name of a field that is read from parsed data."""
Use = typing.Literal[
    "accepted",  # one of the values that a type allows
    "argument",
    "assigned",
    "attribute",  # the name of a field of what was read as JSON
    "compared",
    "field",  # the name under which a declared field stands in JSON
    "matched",
    "message",  # of a log entry, an error or a test
    "other",
    "parsed",  # as JSON: what a model is told to write
    "searched for",
    "subscript",
]
"""What the code does with it."""


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

    def at(self, path: str) -> Span:
        """Return where it stands, in the file at a path."""
        return Span(path, self.line, self.column, self.end_line, self.end_column)


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


class Call(NamedTuple):
    """A call that passes values under names: `callee` is the name of what is called, `passes` those of the values.

    Unless it `is_whole`, it passes others as well, which only the running program knows.
    """

    callee: Name
    passes: tuple[Name, ...]
    is_whole: bool


class SourceFacts(NamedTuple):
    """The literals of a file in the order in which they stand, and its names, each at its first place."""

    literals: tuple[Literal, ...] = ()
    names: tuple[Name, ...] = ()


NOTHING = SourceFacts()
