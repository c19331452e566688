"""One finding as a SARIF result."""

from __future__ import annotations

import re
from typing import Any, Final
from urllib.parse import quote

from promptops.diagnostics import Diagnostic, Edit, Fix, Related, Severity, Span
from promptops.reports.report import Report

LEVELS: Final = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}
SOURCE_ROOT: Final = "%SRCROOT%"
"""The name that code scanning gives to the root of the repository."""

_LINK: Final = re.compile(r"\](?=\()")
_BRACKET: Final = re.compile(r"[\\\[\]]")


def sarif_result(report: Report, diagnostic: Diagnostic, rule_index: int) -> dict[str, Any]:
    """Return a SARIF `result` object; `rule_index` is the place of its rule among those of the driver."""
    location: dict[str, Any] = {"physicalLocation": _physical(report, diagnostic.primary)}
    if diagnostic.resource is not None:
        location["logicalLocations"] = [{"fullyQualifiedName": diagnostic.resource}]
    result: dict[str, Any] = {
        "ruleId": diagnostic.rule,
        "ruleIndex": rule_index,
        "level": LEVELS[diagnostic.severity],
        "message": {"text": _message(diagnostic)},
        "locations": [location],
        "partialFingerprints": {"promptopsFingerprint/v1": diagnostic.fingerprint},
    }
    if diagnostic.related:
        numbered = enumerate(diagnostic.related, start=1)
        result["relatedLocations"] = [_related(report, number, related) for number, related in numbered]
    if diagnostic.fix is not None and diagnostic.fix.edits:
        result["fixes"] = [_fix(report, diagnostic.fix)]
    return result


def _message(diagnostic: Diagnostic) -> str:
    """Return message, help, notes and a link to each related place, for viewers show only places that are linked."""
    lines = [_unlinked(diagnostic.message)]
    if diagnostic.help:
        lines.append(f"help: {_unlinked(diagnostic.help)}")
    lines += [f"note: {_unlinked(note)}" for note in diagnostic.notes]
    for number, related in enumerate(diagnostic.related, start=1):
        text = _BRACKET.sub(r"\\\g<0>", related.text)
        lines.append(f"[{text}]({number})")
    return "\n".join(lines)


def _unlinked(text: str) -> str:
    """Keep `[text](target)` of a stranger from becoming a link."""
    return _LINK.sub("] ", text)


def _related(report: Report, number: int, related: Related) -> dict[str, Any]:
    physical = _physical(report, related.span)
    return {"id": number, "physicalLocation": physical, "message": {"text": _unlinked(related.text)}}


def _fix(report: Report, fix: Fix) -> dict[str, Any]:
    edits: dict[str, list[Edit]] = {}
    for edit in fix.edits:
        edits.setdefault(edit.span.path, []).append(edit)
    changes = [
        {"artifactLocation": _artifact(report, path), "replacements": [_replacement(edit) for edit in group]}
        for path, group in edits.items()
    ]
    return {"description": {"text": _unlinked(fix.title)}, "artifactChanges": changes}


def _replacement(edit: Edit) -> dict[str, Any]:
    return {"deletedRegion": _region(edit.span), "insertedContent": {"text": edit.text}}


def _physical(report: Report, span: Span) -> dict[str, Any]:
    empty = (span.line, span.column) == (span.end_line, span.end_column)
    region = {"startLine": span.line, "startColumn": span.column} if empty else _region(span)
    return {"artifactLocation": _artifact(report, span.path), "region": region}


def _region(span: Span) -> dict[str, int]:
    return {
        "startLine": span.line,
        "startColumn": span.column,
        "endLine": span.end_line,
        "endColumn": span.end_column,
    }


def _artifact(report: Report, path: str) -> dict[str, str]:
    return {"uri": quote(report.from_reader(path), errors="backslashreplace"), "uriBaseId": SOURCE_ROOT}
