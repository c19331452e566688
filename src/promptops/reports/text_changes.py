"""What changed, for people at a terminal: a line a resource with consequences, and whom to ask."""

from __future__ import annotations

from collections.abc import Iterator

from promptops.reports.colour import STYLES, Ink, Style
from promptops.reports.compared import compared_with, own_errors
from promptops.reports.impacts import Impact, happening, impacts_of, needed_version
from promptops.reports.printable import line_start, printable
from promptops.reports.report import ChangeReport
from promptops.reports.summary import counted


def change_lines(report: ChangeReport, ink: Ink) -> Iterator[str]:
    """Yield what was compared, what has consequences, the most serious first, and whom to ask."""
    yield compared_with(report, printable)
    aside = own_errors(report.baseline, line_start)
    if aside:
        yield aside
    for impact in impacts_of(report):
        if impact.broken or impact.resource.bump != "none":
            yield f"  {_name(impact, ink)} {', '.join(_consequences(impact))}"
    if report.approvers:
        yield f"ask: {', '.join(printable(approver.owner) for approver in report.approvers)}"


def _name(impact: Impact, ink: Ink) -> str:
    style = Style.BOLD if impact.worst is None else STYLES[impact.worst]
    return ink.paint(line_start(impact.resource.reference), style)


def _consequences(impact: Impact) -> Iterator[str]:
    resource, needed = impact.resource, needed_version(impact.resource)
    yield happening(resource, printable)
    if impact.broken:
        yield f"breaks {counted(len(impact.broken), 'consumer')}"
    old, new = resource.old_version, resource.new_version
    if needed is not None:
        yield f"needs {needed} (is {printable(new or '')})"
    elif old is not None and new is not None and old != new:
        yield f"is {printable(new)} (was {printable(old)})"
