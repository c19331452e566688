"""A Code Quality report, which GitLab shows in the merge request."""

from __future__ import annotations

from collections import Counter
from typing import Any, Final

from promptops.diagnostics import Diagnostic, Severity
from promptops.reports.encoding import to_json
from promptops.reports.report import Report

_SEVERITIES: Final = {Severity.ERROR: "major", Severity.WARNING: "minor", Severity.INFO: "info"}


def render_gitlab(report: Report) -> str:
    """Return the findings as a JSON list; fingerprints are unique, the later ones of a kind are numbered."""
    seen: Counter[str] = Counter()
    issues = []
    for diagnostic in report.diagnostics:
        fingerprint = diagnostic.fingerprint
        seen[fingerprint] += 1
        number = seen[fingerprint]
        issues.append(_issue(report, diagnostic, fingerprint if number == 1 else f"{fingerprint}-{number}"))
    return to_json(issues, indent=2) + "\n"


def _issue(report: Report, diagnostic: Diagnostic, fingerprint: str) -> dict[str, Any]:
    advice = f"; help: {diagnostic.help}" if diagnostic.help else ""
    return {
        "description": diagnostic.message + advice,
        "check_name": diagnostic.rule,
        "fingerprint": fingerprint,
        "severity": _SEVERITIES[diagnostic.severity],
        "location": {
            "path": report.from_reader(diagnostic.primary.path),
            "lines": {"begin": diagnostic.primary.line},
        },
    }
