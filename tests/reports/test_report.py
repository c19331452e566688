from __future__ import annotations

from collections.abc import Callable

import pytest

from promptops.reports.report import Report, most_serious_first


@pytest.mark.parametrize(
    ("root", "path"),
    [
        (".", "a/b.md"),
        ("", "a/b.md"),
        ("ai", "ai/a/b.md"),
        ("ai/", "ai/a/b.md"),
        ("../x", "../x/a/b.md"),
    ],
)
def test_paths_lead_from_where_the_reader_stands(make_report: Callable[..., Report], root: str, path: str) -> None:
    assert make_report(root=root).from_reader("a/b.md") == path


def test_the_most_serious_findings_come_first_and_keep_their_order(report: Report) -> None:
    findings = most_serious_first(report.diagnostics)
    assert [finding.severity for finding in findings] == ["error"] * 5 + ["warning"] * 2 + ["info"] * 2
    errors = [finding for finding in report.diagnostics if finding.severity == "error"]
    assert findings[:5] == errors


def test_the_findings_of_these_tests_are_sorted(report: Report) -> None:
    assert list(report.diagnostics) == sorted(report.diagnostics, key=lambda finding: finding.order)
