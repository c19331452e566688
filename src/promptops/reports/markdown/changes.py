"""A comparison as a comment on a pull request: verdict, table, a changelog by owner, whom to ask."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from promptops.diagnostics import Diagnostic, Severity
from promptops.reports.change_report import Approver, ChangeReport
from promptops.reports.compared import compared_with, left_out
from promptops.reports.impacts import Impact, gravest_first
from promptops.reports.markdown.breaking import breaking_items
from promptops.reports.markdown.escaping import code
from promptops.reports.markdown.findings import item, listed, waived_item
from promptops.reports.markdown.impact_table import HEAD, row
from promptops.reports.markdown.sections import Section, folded, joined
from promptops.reports.markdown.verdict import verdict
from promptops.reports.summary import closing_lines, counted

_REST: Final = "run `promptops diff`"


def change_comment(report: ChangeReport) -> str:
    """Return the report of a comparison; a single line where there is nothing to say."""
    if not report.diagnostics and not report.waived:
        return "; ".join(_nothing(report)) + "\n"
    impacts = gravest_first(report)
    opening = "\n\n".join((verdict(report, impacts), *left_out(report, code)))
    closing = "; ".join([compared_with(report, code), *closing_lines(report.summary, is_whole=report.is_whole)])
    return joined(opening, _sections(report, impacts), closing)


def _nothing(report: ChangeReport) -> Iterator[str]:
    yield compared_with(report, code)
    yield from left_out(report, code)
    if report.changes:
        yield "nothing that could be compared breaks" if report.not_compared else "nothing breaks"
    if report.approvers:
        yield f"ask {listed(approver.owner for approver in report.approvers)}"


def _sections(report: ChangeReport, impacts: Sequence[Impact]) -> Iterator[Section]:
    """Yield what there is to say; what each leaves to the others is a share that they may need."""
    grave = [impact for impact in impacts if impact.worst in {Severity.ERROR, Severity.WARNING}]
    yield Section.of(HEAD, map(row, grave), len(grave), share=16_000, rest=_REST)
    errors = breaking_items(report)
    yield Section.of("", (each.markdown() for each in errors), len(errors), share=20_000, rest=_REST)
    yield _less_serious(report, Severity.WARNING, share=7_000)
    yield _less_serious(report, Severity.INFO, share=4_000)
    approvers = report.approvers
    yield Section.of("#### To approve\n\n", map(_approver, approvers), len(approvers), share=4_000, rest=_REST)
    waived = report.waived
    title = counted(len(waived), "waived finding")
    yield folded(title, (waived_item(report, each) for each in waived), len(waived), share=4_000, rest=_REST)


def _less_serious(report: ChangeReport, severity: Severity, *, share: int) -> Section:
    found: list[Diagnostic] = [each for each in report.diagnostics if each.severity is severity]
    items = (item(report, each) for each in found)
    return folded(counted(len(found), severity), items, len(found), share=share, rest=_REST)


def _approver(approver: Approver) -> str:
    return f"- {code(approver.owner)} for {listed(approver.resources)}"
