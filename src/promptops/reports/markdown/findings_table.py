"""The findings of a project as a comment: verdict, and a table."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from promptops.diagnostics import Diagnostic, Severity
from promptops.reports.markdown.escaping import cell, code, prose
from promptops.reports.markdown.findings import place
from promptops.reports.markdown.sections import Section, folded, joined
from promptops.reports.report import Report, most_serious_first
from promptops.reports.summary import closing_lines, counted

_HEAD: Final = "| severity | where | finding | what to do |\n| --- | --- | --- | --- |\n"
_REST: Final = "run `promptops lint`"


def findings_comment(report: Report) -> str:
    """Return a report without a comparison; a single line where there is nothing to say."""
    opening, *asides = closing_lines(report.summary)
    if not report.diagnostics:
        return "; ".join([opening, *asides]) + "\n"
    return joined(f"**{opening}**", _sections(report), "; ".join(asides))


def _sections(report: Report) -> Iterator[Section]:
    infos = [found for found in report.diagnostics if found.severity is Severity.INFO]
    others = [found for found in most_serious_first(report.diagnostics) if found.severity is not Severity.INFO]
    yield Section.of(_HEAD, (_row(report, found) for found in others), len(others), share=40_000, rest=_REST)
    rows = (_row(report, found) for found in infos)
    yield folded(counted(len(infos), "info"), rows, len(infos), share=10_000, rest=_REST, head=_HEAD)


def _row(report: Report, found: Diagnostic) -> str:
    what = f"{prose(found.message)} ({code(found.rule)})"
    cells = (found.severity.value, place(report, found.primary), what, prose(found.help or ""))
    return f"| {' | '.join(map(cell, cells))} |"
