"""The findings that are worth a person's time on a first run: the most certain ones, a few rules, an example each."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from promptops.diagnostics import Diagnostic, Severity
from promptops.rules import categories

MOST = 5
"""Rules of which there is an example."""

_MOST_CERTAIN = (
    "inlined-secret",
    "invalid-yaml",
    "template-syntax",
    "unknown-reference",
    "unknown-tool",
    "undeclared-variable",
    "dead-reference",
    "ignored-key",
)
"""What needs no knowledge of the project to be believed; the other rules follow by how often they speak."""

_GOVERNANCE = frozenset({"ownership", "lifecycle", "suppression"})


class Highlight(NamedTuple):
    """A rule that found something at a severity: how often, and for example where."""

    rule: str
    severity: Severity
    number: int
    example: Diagnostic


def highlights(diagnostics: Iterable[Diagnostic]) -> tuple[Highlight, ...]:
    """Return the findings by rule, the most certain rules first; of who answers for what only when little else is."""
    found: dict[tuple[str, Severity], list[Diagnostic]] = {}
    for diagnostic in diagnostics:
        found.setdefault((diagnostic.rule, diagnostic.severity), []).append(diagnostic)
    grouped = [Highlight(rule, severity, len(each), each[0]) for (rule, severity), each in found.items()]
    return tuple(sorted(grouped, key=_order)[:MOST])


def _order(found: Highlight) -> tuple[bool, int, int, int, str]:
    certainty = _MOST_CERTAIN.index(found.rule) if found.rule in _MOST_CERTAIN else len(_MOST_CERTAIN)
    is_governance = categories().get(found.rule) in _GOVERNANCE
    return is_governance, -found.severity.rank, certainty, -found.number, found.rule
