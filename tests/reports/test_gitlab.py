from __future__ import annotations

import json
from collections.abc import Callable

from promptops.reports.gitlab import render_gitlab
from promptops.reports.report import Report


def test_findings(report: Report, check_expected: Callable[[str, str], None]) -> None:
    check_expected("gitlab.json", render_gitlab(report))


def test_nothing_found_is_an_empty_list(clean: Report) -> None:
    assert render_gitlab(clean) == "[]\n"


def test_fingerprints_are_unique_and_the_first_of_a_kind_is_that_of_the_finding(
    report: Report, make_report: Callable[..., Report]
) -> None:
    finding = report.diagnostics[4]
    issues = json.loads(render_gitlab(make_report(finding, finding, finding)))
    fingerprint = finding.fingerprint
    assert [issue["fingerprint"] for issue in issues] == [fingerprint, f"{fingerprint}-2", f"{fingerprint}-3"]
