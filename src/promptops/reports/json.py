"""The JSON report, for programs; `schemas/diagnostics.schema.json` describes it."""

from __future__ import annotations

import dataclasses
from typing import Any

from promptops.diagnostics import Diagnostic, Related
from promptops.reports.encoding import to_json
from promptops.reports.report import Report
from promptops.reports.summary import Summary


def render_json(report: Report) -> str:
    """Return findings and summary; paths are relative to the project, whatever the reader's place."""
    findings = [_finding(diagnostic) for diagnostic in report.diagnostics]
    return to_json({"diagnostics": findings, "summary": _summary(report.summary)}, indent=2) + "\n"


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
    }


def _related(related: Related) -> dict[str, Any]:
    place = related.span
    return {"path": place.path, "line": place.line, "column": place.column, "text": related.text}


def _summary(summary: Summary) -> dict[str, Any]:
    return dataclasses.asdict(summary) | {"by_rule": dict(summary.by_rule)}
