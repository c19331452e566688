"""The JSON report, for programs.

`schemas/diagnostics.schema.json` describes it, and `schemas/changes.schema.json` that of a comparison.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from promptops.diagnostics import Diagnostic, Related
from promptops.reports.change_report import ChangeReport, ConsumerInfo, WaiverInfo
from promptops.reports.encoding import to_json
from promptops.reports.impacts import Impact, impacts_of, needed_version
from promptops.reports.report import Report
from promptops.reports.summary import Summary


def render_json(report: Report) -> str:
    """Return findings and summary; paths are relative to the project, whatever the reader's place."""
    if isinstance(report, ChangeReport):
        output = _comparison(report)
    else:
        findings = [_finding(diagnostic) for diagnostic in report.diagnostics]
        output = {"diagnostics": findings, "summary": _summary(report.summary)}
    if report.output is not None:
        output["output"] = report.output
    return to_json(output, indent=2) + "\n"


def _comparison(report: ChangeReport) -> dict[str, Any]:
    return {
        "baseline": report.baseline._asdict(),
        "changes": [_changed(impact) for impact in impacts_of(report)],
        "diagnostics": [_about_change(report, diagnostic) for diagnostic in report.diagnostics],
        "approvers": [approver._asdict() for approver in report.approvers],
        "waived": [_about_change(report, diagnostic, waiver) for diagnostic, waiver in report.waived],
        "not_compared": list(report.not_compared),
        "not_shown": report.not_shown,
        "new_comments": report.new_comments,
        "summary": _summary(report.summary),
    }


def _changed(impact: Impact) -> dict[str, Any]:
    resource = impact.resource
    return resource._asdict() | {
        "consumers": _consumers(resource.consumers),
        "breaks": _consumers(impact.broken),
        "needed_version": needed_version(resource),
    }


def _about_change(report: ChangeReport, diagnostic: Diagnostic, waiver: WaiverInfo | None = None) -> dict[str, Any]:
    details = report.details.get(diagnostic)
    return _finding(diagnostic) | {
        "direction": None if details is None else details.direction,
        "bump": None if details is None else details.bump,
        "consumers": [] if details is None else _consumers(details.consumers),
        "waiver": None if waiver is None else waiver._asdict() | {"until": waiver.until.isoformat()},
    }


def _consumers(consumers: Iterable[ConsumerInfo]) -> list[dict[str, Any]]:
    return [consumer._asdict() for consumer in consumers]


def _finding(diagnostic: Diagnostic) -> dict[str, Any]:
    place = diagnostic.primary
    return {
        "rule": diagnostic.rule,
        "severity": diagnostic.severity.value,
        "message": diagnostic.message,
        "path": place.path,
        "line": place.line,
        "column": place.column,
        "end_line": place.end_line,
        "end_column": place.end_column,
        "resource": diagnostic.resource,
        "fingerprint": diagnostic.fingerprint,
        "help": diagnostic.help,
        "related": [_related(each) for each in diagnostic.related],
        "notes": list(diagnostic.notes),
    }


def _related(related: Related) -> dict[str, Any]:
    place = related.span
    return {"path": place.path, "line": place.line, "column": place.column, "text": related.text}


def _summary(summary: Summary) -> dict[str, Any]:
    return summary._asdict() | {"by_rule": dict(summary.by_rule)}
