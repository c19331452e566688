"""What changed, for people at a terminal: a line a resource with consequences, and whom to ask."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from promptops.reports.change_report import ChangeReport
from promptops.reports.colour import STYLES, Ink, Style
from promptops.reports.compared import compared_with, left_out
from promptops.reports.impacts import Impact, gravest_first, happening, needed_version
from promptops.reports.printable import in_prose, line_start, printable
from promptops.reports.summary import counted
from promptops.reports.waived import waived_by

LINES: Final = 20
"""Resources that have a line, and new waivers; more are counted."""
TEAMS: Final = 10
"""Teams that are named; more are counted."""
_LONGEST_REASON: Final = 400


def change_lines(report: ChangeReport, ink: Ink, *, statistics: bool = False) -> Iterator[str]:
    """Yield what was compared, what has consequences, the most serious first, and whom to ask.

    With `statistics` nothing is listed.
    """
    yield compared_with(report, printable)
    yield from left_out(report, printable)
    if not statistics:
        yield from _bounded([line for impact in gravest_first(report) for line in _line(impact, ink)])
        yield from _bounded(_excuses(report))
    owners = [printable(approver.owner) for approver in report.approvers]
    if owners:
        beyond = f" and {len(owners) - TEAMS:,} more" if len(owners) > TEAMS else ""
        yield f"ask: {', '.join(owners[:TEAMS])}{beyond}"


def _bounded(lines: list[str]) -> Iterator[str]:
    yield from lines[:LINES]
    if len(lines) > LINES:
        yield f"  and {len(lines) - LINES:,} more"


def _excuses(report: ChangeReport) -> list[str]:
    """Return the waivers that the change adds and that hold something back, each once."""
    added = dict.fromkeys(each.waiver for each in report.waived if each.waiver.in_this_change)
    return [f"  {waived_by(report, waiver, printable, _reason)}" for waiver in added]


def _reason(text: str) -> str:
    return in_prose(text if len(text) <= _LONGEST_REASON else f"{text[: _LONGEST_REASON - 1]}…")


def _line(impact: Impact, ink: Ink) -> Iterator[str]:
    if impact.broken or impact.resource.bump != "none":
        yield f"  {_name(impact, ink)} {', '.join(_consequences(impact))}"


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
