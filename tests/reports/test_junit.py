from __future__ import annotations

from collections.abc import Callable
from xml.etree import ElementTree as ET

from promptops.diagnostics import Severity
from promptops.reports.junit import render_junit
from promptops.reports.report import Report


def suite_of(report: Report) -> ET.Element:
    suite = ET.fromstring(render_junit(report).encode()).find("testsuite")  # noqa: S314  it is our own output
    assert suite is not None
    return suite


def test_findings(report: Report, check_expected: Callable[[str, str], None]) -> None:
    check_expected("junit.xml", render_junit(report))


def test_counts_are_those_of_the_cases(report: Report) -> None:
    suite = suite_of(report)
    assert suite.attrib == {
        "name": "promptops",
        "tests": "7",
        "failures": "5",
        "errors": "0",
        "skipped": "0",
        "time": "0",
    }
    assert len(suite.findall("testcase")) == 7
    assert len(suite.findall("testcase/failure")) == 5


def test_a_clean_run_is_one_passing_case(clean: Report) -> None:
    (case,) = suite_of(clean)
    assert case.attrib == {"classname": "promptops", "name": "all good: 1,200 files, 45 resources", "time": "0"}
    assert len(case) == 0


def test_a_case_is_as_bad_as_its_worst_finding(report: Report, make_report: Callable[..., Report]) -> None:
    info = report.diagnostics[0]
    warning = info._replace(severity=Severity.WARNING, primary=info.primary._replace(line=9))
    (case,) = suite_of(make_report(info, warning))
    failure = case.find("failure")
    assert failure is not None
    assert failure.attrib == {"type": "warning", "message": "2 findings"}
    assert case.attrib["line"] == "9"
    assert len((failure.text or "").splitlines()) == 2
