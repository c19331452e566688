"""What is asked of the compiler, and what it answers in the shortest form."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple, Self

from promptops.diagnostics import Diagnostic, Edit, Fix, Related, Severity, Span
from promptops.sources.trees import TreeFile

CONFIG_NAME = "promptops.yaml"
VERDICT = "verdict.json"
"""The name under which a verdict is kept in the cache."""

Progress = Callable[[Sequence[TreeFile]], Iterable[TreeFile]]
"""Passes files on one by one, and may show how far it is."""


class Request(NamedTuple):
    """What to compile: the files below `root` as they are, or as they were at the git `ref`.

    `today` is the date to judge by, `config` a configuration to use instead of the root's own, `cache` the folder of
    this project's cache; None switches it off.
    """

    root: Path
    today: date
    ref: str | None = None
    config: Path | None = None
    cache: Path | None = None


class Verdict(NamedTuple):
    """All that is to be said of a tree, sorted, with the counts and settings that a report needs.

    `files_read` counts the files that held something, `suppressed` the findings that comments silenced; `fail_on`,
    `output` and `baseline` are those of the configuration. `not_checked` counts the parts that are known only where
    other tools run, `ungoverned` the files of other formats of which nothing says who owns them, `waived` the findings
    that waivers held back.
    """

    diagnostics: tuple[Diagnostic, ...]
    suppressed: int
    files_read: int
    resources: int
    fail_on: str
    output: str
    baseline: str | None
    not_checked: int = 0
    ungoverned: int = 0
    waived: int = 0

    def row(self) -> list[Any]:
        """Return the verdict as JSON arrays; `from_row` reads it back."""
        return [[_row(diagnostic) for diagnostic in self.diagnostics], *self[1:]]

    @classmethod
    def from_row(cls, row: list[Any]) -> Self:
        """Return the verdict that `row` made this row of."""
        return cls(tuple([_diagnostic(item) for item in row[0]]), *row[1:])


def _row(found: Diagnostic) -> list[Any]:
    return [
        found.rule,
        found.severity,
        found.message,
        found.primary,
        found.resource,
        found.keys,
        found.help,
        found.related,
        found.notes,
        found.fix,
        found.snippet,
    ]


def _diagnostic(row: list[Any]) -> Diagnostic:
    rule, severity, message, primary, resource, keys, advice, related, notes, fix, snippet = row
    return Diagnostic(
        rule,
        Severity(severity),
        message,
        Span(*primary),
        resource,
        tuple(keys),
        advice,
        tuple(Related(Span(*span), text) for span, text in related),
        tuple(notes),
        None if fix is None else Fix(fix[0], tuple(Edit(Span(*span), text) for span, text in fix[1])),
        snippet,
    )
