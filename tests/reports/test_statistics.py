from __future__ import annotations

from collections.abc import Callable

from promptops.diagnostics import Severity
from promptops.reports.colour import Ink
from promptops.reports.report import Report
from promptops.reports.statistics import statistics_table


def test_the_most_frequent_come_first(report: Report, check_expected: Callable[[str, str], None]) -> None:
    lines = statistics_table(report.diagnostics, report.rules, Ink(colour=False))
    check_expected("statistics.txt", "".join(f"{line}\n" for line in lines))


def test_severities_of_one_rule_are_counted_apart(report: Report) -> None:
    finding = report.diagnostics[0]
    milder = finding._replace(severity=Severity.WARNING)
    lines = statistics_table([finding, milder, finding], {}, Ink(colour=False))
    assert list(lines) == ["2  info     hidden-characters", "1  warning  hidden-characters"]


def test_nothing_found_is_nothing_to_count(report: Report) -> None:
    assert list(statistics_table([], report.rules, Ink(colour=True))) == []
