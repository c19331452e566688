"""What compiling a template gives, and how much one may hold."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple, TypeAlias

from promptops.templates.model import TemplateError

Json: TypeAlias = "bool | int | str | Sequence[Json] | None"
"""A step or an expression of a program: arrays, of which the first element says what the others are."""

References: TypeAlias = Iterator[str | None]
"""The full reference that each target of an include leads to, in order of appearance; None for one that dangles."""

MAX_NESTING = 12
"""Most blocks inside each other: with the expressions in them, a program stays as flat as readers of JSON ask for."""

MAX_DEPTH = 20
"""Most parts of one expression inside each other, such as filters in a row."""

LARGEST = 2**53 - 1
"""The largest whole number that every language knows exactly."""


MAX_NODES = 200_000
"""Most steps and expressions of a program."""


class Given(NamedTuple):
    """What is known of a text besides what it says.

    `inputs` are its declared inputs, as the JSON Schema of an object, None where nothing holds values to any; `raw`
    says that whoever renders it writes no value for HTML, however many braces stand around it.
    """

    inputs: Mapping[str, Any] | None = None
    raw: bool = False


class Compiled(NamedTuple):
    """The program of a text, or what keeps it from having one.

    `program` is None for a text that is no template, too: its error is told elsewhere. Refusals tell places in the
    text, in code points.
    """

    program: Sequence[Json] | None
    refusals: tuple[TemplateError, ...] = ()


class UnportableError(Exception):
    """Something has no equivalent in a program; the place is that of a token."""

    def __init__(self, start: int, message: str, help: str) -> None:
        super().__init__(message)
        self.start = start
        self.message = message
        self.help = help
