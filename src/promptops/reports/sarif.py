"""SARIF 2.1.0, for code scanning."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from promptops.reports.encoding import to_json
from promptops.reports.report import Report, RuleInfo, most_serious_first
from promptops.reports.sarif_result import LEVELS, SOURCE_ROOT, sarif_result
from promptops.reports.summary import counted

MOST_RESULTS: Final = 25_000
"""GitHub rejects a file with more results than this."""
MOST_BYTES: Final = 10_000_000
"""GitHub rejects a file that is larger than this when compressed; no text at all grows when it is compressed."""

_SCHEMA: Final = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_LONGEST_DESCRIPTION: Final = 1_000


def render_sarif(report: Report) -> str:
    """Return one run, a result a line; beyond what GitHub accepts the least serious findings are left out."""
    rules = _rules(report)
    everything = len(report.diagnostics)
    results = _fitting(report, rules, MOST_BYTES - len(_log(report, rules, [], everything).encode()))
    return _log(report, rules, results, everything - len(results))


def _fitting(report: Report, rules: Sequence[RuleInfo], room: int) -> list[str]:
    indexes = {rule.id: index for index, rule in enumerate(rules)}
    results = []
    for diagnostic in most_serious_first(report.diagnostics)[:MOST_RESULTS]:
        result = to_json(sarif_result(report, diagnostic, indexes[diagnostic.rule]))
        room -= len(result.encode()) + len(",\n")
        if room < 0:
            break
        results.append(result)
    return results


def _log(report: Report, rules: Sequence[RuleInfo], results: Sequence[str], left_out: int) -> str:
    log = to_json({"$schema": _SCHEMA, "version": "2.1.0"})
    run = to_json(_run(report, rules, left_out))
    lines = ",".join(f"\n{result}" for result in results)
    return f'{log[:-1]},"runs":[{run[:-1]},"results":[{lines}\n]}}]}}\n'


def _run(report: Report, rules: Sequence[RuleInfo], left_out: int) -> dict[str, Any]:
    driver = {"name": "promptops", "version": report.version, "rules": [_descriptor(rule) for rule in rules]}
    return {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "originalUriBaseIds": {SOURCE_ROOT: {"description": {"text": "where the reader of this report stands"}}},
        "invocations": [{"executionSuccessful": True, "toolExecutionNotifications": _notifications(left_out)}],
    }


def _notifications(left_out: int) -> list[dict[str, Any]]:
    if not left_out:
        return []
    text = f"{counted(left_out, 'finding')} left out, the least serious ones: code scanning accepts no more in one file"
    return [{"level": "warning", "message": {"text": text}}]


def _rules(report: Report) -> list[RuleInfo]:
    unknown = {each.rule: RuleInfo(each.rule, each.rule, "", each.severity) for each in report.diagnostics}
    return [rule for _, rule in sorted((unknown | dict(report.rules)).items())]


def _descriptor(rule: RuleInfo) -> dict[str, Any]:
    page = rule.page or rule.title
    return {
        "id": rule.id,
        "shortDescription": {"text": rule.title},
        "fullDescription": {"text": _description(rule)},
        "help": {"text": page, "markdown": page},
        "defaultConfiguration": {"level": LEVELS[rule.severity]},
    }


def _description(rule: RuleInfo) -> str:
    """Return the first paragraph of the page that says more than the title."""
    paragraphs = (_prose(block) for block in rule.page.split("\n\n"))
    more = (text for text in paragraphs if text and text.rstrip(".") != rule.title.rstrip("."))
    return next(more, rule.title)[:_LONGEST_DESCRIPTION]


def _prose(block: str) -> str:
    lines = [line for line in block.splitlines() if not line.startswith("#")]
    return "" if any(line.startswith("```") for line in lines) else "\n".join(lines)
