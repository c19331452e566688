from __future__ import annotations

import dataclasses
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from jsonschema import Draft202012Validator

from promptops.diagnostics import Fix, Severity
from promptops.reports import sarif
from promptops.reports.report import Report, RuleInfo
from promptops.reports.sarif import render_sarif

MakeReport = Callable[..., Report]

_SUBSET = Path(__file__).with_name("sarif-subset.schema.json")


def run_of(report: Report) -> dict[str, Any]:
    log = json.loads(render_sarif(report))
    Draft202012Validator(json.loads(_SUBSET.read_text(encoding="utf-8"))).validate(log)
    run: dict[str, Any] = log["runs"][0]
    return run


def notes_of(run: dict[str, Any]) -> list[str]:
    (invocation,) = run["invocations"]
    return [note["message"]["text"] for note in invocation["toolExecutionNotifications"]]


def test_findings(report: Report, check_expected: Callable[[str, str], None]) -> None:
    assert run_of(report)["results"]
    check_expected("report.sarif", render_sarif(report))


def test_a_clean_run_has_no_results(clean: Report) -> None:
    assert run_of(clean)["results"] == []


def test_results_point_at_their_rules_and_those_at_their_pages(report: Report) -> None:
    run = run_of(report)
    rules = run["tool"]["driver"]["rules"]
    assert [rules[result["ruleIndex"]]["id"] for result in run["results"]] == [
        result["ruleId"] for result in run["results"]
    ]
    described = {rule["id"]: rule["fullDescription"]["text"] for rule in rules}
    assert list(described) == sorted(report.rules.keys() | {finding.rule for finding in report.diagnostics})
    assert described["unknown-tool"] == "The model is offered a tool\nthat nobody can run."
    assert described["unquoted-template"] == "A template stands unquoted"
    assert described["inlined-secret"] == "inlined-secret"


@pytest.mark.parametrize(
    ("page", "description"),
    [
        ("It is bad.\n\n## Why is this bad?\n`x` breaks.\n", "`x` breaks."),
        ("It is bad.\n\n## Why?\n\nIt breaks.\n\nOften.", "It breaks."),
        ("It is bad.\n\n```yaml\na: b\n```\n\nIt breaks.", "It breaks."),
        ("# Title\n\nIt is bad.", "It is bad"),
        ("", "It is bad"),
    ],
)
def test_a_description_says_more_than_the_title(clean: Report, page: str, description: str) -> None:
    rules = {"r": RuleInfo("r", "It is bad", page, Severity.ERROR)}
    (rule,) = run_of(dataclasses.replace(clean, rules=rules))["tool"]["driver"]["rules"]
    assert rule["fullDescription"]["text"] == description


def test_a_long_description_is_cut(clean: Report) -> None:
    rules = {"r": RuleInfo("r", "title", "a" * 2_000, Severity.ERROR)}
    (rule,) = run_of(dataclasses.replace(clean, rules=rules))["tool"]["driver"]["rules"]
    assert rule["fullDescription"]["text"] == "a" * 1_000
    assert rule["help"]["markdown"] == "a" * 2_000


def test_paths_are_relative_and_encoded(report: Report) -> None:
    results = run_of(report)["results"]
    uris = [result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] for result in results]
    assert sorted(unquote(uri) for uri in uris) == sorted(
        f"ai/{finding.primary.path}" for finding in report.diagnostics
    )


def test_a_path_that_is_no_text_has_an_address(report: Report, make_report: MakeReport) -> None:
    finding = report.diagnostics[3]
    odd = finding._replace(primary=finding.primary._replace(path="caf\udce9.md"))
    (result,) = run_of(make_report(odd))["results"]
    assert result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == "caf%5Cudce9.md"


def test_only_places_of_the_finding_are_linked(report: Report) -> None:
    messages = [result["message"]["text"] for result in run_of(report)["results"]]
    assert messages[1] == (
        "no file declares the tool `issue_refnd`\n"
        "help: did you mean `issue_refund`?\n"
        "[`issue_refund` \\[1\\] is declared here](1)\n"
        "[`tools` is inherited from here](2)"
    )
    assert "[here] (https://example.org)" in messages[-2]


def test_a_fix_is_grouped_by_file(report: Report, make_report: MakeReport) -> None:
    finding = report.diagnostics[7]
    assert finding.fix is not None
    first, second = finding.fix.edits
    elsewhere = second._replace(span=second.span._replace(path="b.yaml"))
    fix = Fix("quote", (first, elsewhere, second))
    (result,) = run_of(make_report(finding._replace(fix=fix)))["results"]
    changes = result["fixes"][0]["artifactChanges"]
    assert [(change["artifactLocation"]["uri"], len(change["replacements"])) for change in changes] == [
        ("tools/mail.tool.yaml", 2),
        ("b.yaml", 1),
    ]


def test_a_fix_without_edits_is_none(report: Report, make_report: MakeReport) -> None:
    finding = report.diagnostics[7]._replace(fix=Fix("nothing to do", ()))
    (result,) = run_of(make_report(finding))["results"]
    assert "fixes" not in result


def test_the_least_serious_of_too_many_are_left_out(report: Report, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sarif, "MOST_RESULTS", 6)
    run = run_of(report)
    assert [result["level"] for result in run["results"]] == ["error"] * 5 + ["warning"]
    assert notes_of(run) == [
        "3 findings left out, the least serious ones: code scanning accepts no more in one file",
    ]


def test_the_least_serious_of_too_much_are_left_out(report: Report, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = len(render_sarif(report).encode())
    monkeypatch.setattr(sarif, "MOST_BYTES", whole - 1)
    assert len(render_sarif(report).encode()) < whole
    run = run_of(report)
    assert [result["level"] for result in run["results"]] == ["error"] * 5 + ["warning"] * 2 + ["note"]
    assert notes_of(run) == [
        "1 finding left out, the least serious ones: code scanning accepts no more in one file",
    ]


def test_what_fits_is_not_left_out(report: Report) -> None:
    run = run_of(report)
    assert len(run["results"]) == len(report.diagnostics)
    assert notes_of(run) == []


def test_the_limits_are_those_of_code_scanning() -> None:
    assert (sarif.MOST_RESULTS, sarif.MOST_BYTES) == (25_000, 10_000_000)
