"""The first line of a comment: what breaks, for how many, and what that asks for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from promptops.changes.change import BUMPS
from promptops.diagnostics import Severity
from promptops.reports.change_report import ChangeReport
from promptops.reports.impacts import Impact, needed_version, title_of
from promptops.reports.markdown.escaping import code
from promptops.reports.summary import counted, counted_findings, enumerated

_NAMED: Final = 3
"""Resources that the line names; more are counted."""


def verdict(report: ChangeReport, impacts: Sequence[Impact]) -> str:
    """Return the line."""
    errors = [found for found in report.diagnostics if found.severity is Severity.ERROR]
    breaking = [found for found in errors if report.broken_by(found)]
    parts = [_breaking(len(breaking), impacts)] if breaking else [_nothing(report)]
    others = len(errors) - len(breaking)
    if others:
        parts.append(f"**{counted(others, 'other error' if breaking else 'error')}**")
    parts += _needed(impacts)
    summary = report.summary
    if summary.warnings or summary.infos:
        parts.append(counted_findings(0, summary.warnings, summary.infos))
    return "; ".join(parts)


def _nothing(report: ChangeReport) -> str:
    is_excused = any(each.found.severity is Severity.ERROR for each in report.waived)
    where = " in what could be compared" if report.not_compared else ""
    return f"**nothing breaks**{where}{' but what is waived' if is_excused else ''}"


def _breaking(number: int, impacts: Sequence[Impact]) -> str:
    broken = {consumer for impact in impacts for consumer in impact.broken}
    teams = {consumer.owner for consumer in broken} - {None}
    consumers = counted(len({consumer.name for consumer in broken}), "consumer")
    of_teams = f" of {counted(len(teams), 'team')}" if teams else ""
    return f"**{counted(number, 'breaking change')}** for {consumers}{of_teams}"


def _needed(impacts: Sequence[Impact]) -> Iterator[str]:
    """Yield the greatest version bump that is not announced yet, and what needs it."""
    behind = [impact.resource for impact in impacts if needed_version(impact.resource) is not None]
    if not behind:
        return
    bump = max((resource.bump for resource in behind), key=BUMPS.index)
    named = [code(title_of(resource)) for resource in behind if resource.bump == bump]
    whom = enumerated(named) if len(named) <= _NAMED else counted(len(named), "resource")
    yield f"needs a {bump} version of {whom}"
