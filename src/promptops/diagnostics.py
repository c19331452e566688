"""The user's files are wrong: findings, and where they stand.

Lines and columns are 1-based and count code points; a range is half-open (`end_column` is the first column behind
it). Paths are POSIX paths relative to the project root.
"""

from __future__ import annotations

import hashlib
from enum import StrEnum
from typing import NamedTuple


class Severity(StrEnum):
    """How sure and how bad: an error has a proof, a warning needs a person, an info is there to know."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"

    @property
    def rank(self) -> int:
        """Return 0 for info, 1 for warning, 2 for error."""
        return _RANKS[self]


_RANKS = {Severity.INFO: 0, Severity.WARNING: 1, Severity.ERROR: 2}


class Range(NamedTuple):
    """A stretch of one file: 1-based, half-open."""

    line: int
    column: int
    end_line: int
    end_column: int


START = Range(1, 1, 1, 1)
"""Where a finding about a whole file stands."""


class Span(NamedTuple):
    """A stretch of a named file."""

    path: str
    line: int
    column: int
    end_line: int
    end_column: int

    @classmethod
    def of(cls, path: str, place: Range) -> Span:
        """Join a path and a range."""
        return cls(path, *place)


class Related(NamedTuple):
    """Another place that a reader of the finding must see, and why."""

    span: Span
    text: str


class Edit(NamedTuple):
    """Replace the text of `span` with `text`."""

    span: Span
    text: str


class Fix(NamedTuple):
    """Edits that put the finding right without changing what the file means to anyone else."""

    title: str
    edits: tuple[Edit, ...]


class Fault(NamedTuple):
    """What a reading stage found wrong in one file, before any rule has looked at it.

    `rule` is the id of the rule that reports it; `keys` the path of keys at which it stands (empty for the whole
    document); `edits` are (range, replacement) pairs in the same file.
    """

    rule: str
    message: str
    place: Range
    help: str | None = None
    keys: tuple[str | int, ...] = ()
    related: tuple[tuple[Range, str], ...] = ()
    fix_title: str | None = None
    edits: tuple[tuple[Range, str], ...] = ()


class Diagnostic(NamedTuple):
    """One finding.

    `message` states the fact in lower case without a full stop, names in backticks; `help` says what to do.
    `resource` is the reference of the resource (`prompt:support/refund-reply@2`) or None for a file as a whole;
    `keys` the path of keys in it. `snippet` is the text of the line on which `primary` begins.
    """

    rule: str
    severity: Severity
    message: str
    primary: Span
    resource: str | None = None
    keys: tuple[str | int, ...] = ()
    help: str | None = None
    related: tuple[Related, ...] = ()
    notes: tuple[str, ...] = ()
    fix: Fix | None = None
    snippet: str = ""

    @property
    def fingerprint(self) -> str:
        """Return 16 hex digits that stay the same when lines move: rule, resource (or path) and path of keys."""
        return fingerprint(self.rule, self.resource or self.primary.path, self.keys)

    @property
    def order(self) -> tuple[object, ...]:
        """Return the sort key: path, line, column, rule, then everything that is left to tell two apart."""
        place = self.primary
        return (place.path, place.line, place.column, self.rule, place.end_line, place.end_column, self.message)


def fingerprint(rule: str, subject: str, keys: tuple[str | int, ...]) -> str:
    """Return 16 hex digits over a rule id, the resource or path it speaks of, and the path of keys."""
    parts = [rule, subject, *(f"{key}" for key in keys)]
    return hashlib.sha256("\0".join(parts).encode(errors="surrogatepass")).hexdigest()[:16]
