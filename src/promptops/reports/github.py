"""Workflow commands, which GitHub Actions turns into annotations beside the changed lines."""

from __future__ import annotations

from collections import Counter
from typing import Final

from promptops.diagnostics import Diagnostic, Severity
from promptops.reports.printable import printable
from promptops.reports.report import Report, most_serious_first
from promptops.reports.summary import closing_lines, counted

SHOWN: Final = 10
"""Annotations of one severity that GitHub shows for one step; the others are in its log only."""

_COMMANDS: Final = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}
_DATA: Final = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A"})
_PROPERTY: Final = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A", ":": "%3A", ",": "%2C"})


def render_github(report: Report) -> str:
    """Return a command a finding, the most serious first, and a plain line that counts them."""
    lines = [_command(report, diagnostic) for diagnostic in most_serious_first(report.diagnostics)]
    return "".join(f"{line}\n" for line in [*lines, _closing(report)])


def _command(report: Report, diagnostic: Diagnostic) -> str:
    properties = ",".join(f"{name}={value}" for name, value in _properties(report, diagnostic).items())
    message = printable(diagnostic.message)
    if diagnostic.help:
        message += f"\nhelp: {printable(diagnostic.help)}"
    message += "".join(f"\nnote: {printable(note)}" for note in diagnostic.notes)
    return f"::{_COMMANDS[diagnostic.severity]} {properties}::{message.translate(_DATA)}"


def _properties(report: Report, diagnostic: Diagnostic) -> dict[str, str | int]:
    place = diagnostic.primary
    properties: dict[str, str | int] = {
        "file": printable(report.from_reader(place.path)).translate(_PROPERTY),
        "line": place.line,
        "endLine": place.end_line,
        "col": place.column,
    }
    if place.end_line == place.line:
        properties["endColumn"] = place.end_column
    return properties | {"title": diagnostic.rule.translate(_PROPERTY)}


def _closing(report: Report) -> str:
    numbers = Counter(diagnostic.severity for diagnostic in report.diagnostics)
    beyond = sum(max(0, number - SHOWN) for number in numbers.values())
    more = (f"{counted(beyond, 'annotation')} beyond what GitHub shows, in this log only",) if beyond else ()
    return "; ".join(closing_lines(report.summary) + more)
