from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from promptops.diagnostics import Diagnostic, Severity, Span
from promptops.reports.report import Report
from promptops.reports.text import render_text

MakeReport = Callable[..., Report]
CheckExpected = Callable[[str, str], None]


def finding(
    line: int = 1,
    *,
    path: str = "a.yaml",
    rule: str = "unknown-tool",
    snippet: str = "",
    help: str | None = None,
    message: str = "it is wrong",
) -> Diagnostic:
    return Diagnostic(rule, Severity.ERROR, message, Span(path, line, 3, line, 5), help=help, snippet=snippet)


def test_findings(report: Report, check_expected: CheckExpected) -> None:
    check_expected("text.txt", render_text(report))


def test_findings_in_colour(report: Report, check_expected: CheckExpected) -> None:
    text = render_text(report, colour=True)
    check_expected("colour.txt", text)
    assert re.sub(r"\x1b\[[0-9;]*m", "", text) == render_text(report)


def test_quoted_lines_fit_a_narrow_terminal(report: Report) -> None:
    quoted = [line for line in render_text(report, width=50).splitlines() if re.match(r" *(\d* \||\|)", line)]
    assert len(quoted) == 16
    assert max(map(len, quoted)) == 50


def test_quiet_shows_errors_and_nothing_else(report: Report) -> None:
    text = render_text(report, quiet=True)
    assert re.findall(r"^\S.*?: (\w+\[.*?\])", text, re.MULTILINE) == [
        "error[inlined-secret]",
        "error[unknown-tool]",
        "error[unknown-tool]",
        "error[unknown-tool]",
        "error[unquoted-template]",
    ]
    assert "found" not in text


def test_quiet_is_silent_without_errors(clean: Report) -> None:
    assert render_text(clean, quiet=True) == ""


def test_all_good(clean: Report) -> None:
    assert render_text(clean) == "all good: 1,200 files, 45 resources\n"
    assert render_text(clean, statistics=True) == "all good: 1,200 files, 45 resources\n"
    assert render_text(clean, colour=True) == "\x1b[1;32mall good: 1,200 files, 45 resources\x1b[0m\n"


def test_statistics_stand_in_for_the_findings(report: Report) -> None:
    text = render_text(report, statistics=True)
    assert text.startswith("3  error    unknown-tool         A prompt lists a tool that no file declares\n")
    assert text.endswith("\n\n" + "".join(render_text(report).splitlines(keepends=True)[-2:]))
    assert render_text(report, statistics=True, quiet=True).splitlines() == [
        "3  error  unknown-tool       A prompt lists a tool that no file declares",
        "1  error  inlined-secret",
        "1  error  unquoted-template  A template stands unquoted",
    ]


def test_neighbours_of_one_rule_and_file_share_their_advice(make_report: MakeReport) -> None:
    report = make_report(finding(1, help="do"), finding(2, help="do"), finding(3, help="do that"), finding(4))
    assert render_text(report).splitlines()[:-2] == [
        "a.yaml:1:3: error[unknown-tool]: it is wrong",
        "a.yaml:2:3: error[unknown-tool]: it is wrong",
        "     = help: do",
        "a.yaml:3:3: error[unknown-tool]: it is wrong",
        "     = help: do that",
        "a.yaml:4:3: error[unknown-tool]: it is wrong",
    ]


@pytest.mark.parametrize("other", [finding(1, rule="other", help="do"), finding(1, path="b.yaml", help="do")])
def test_other_neighbours_stand_apart(make_report: MakeReport, other: Diagnostic) -> None:
    lines = render_text(make_report(finding(help="do"), other)).splitlines()
    assert lines[1:3] == ["     = help: do", ""]
    assert lines[4] == "     = help: do"


@pytest.mark.parametrize(
    "place", [Span("a", 1, 1, 1, 1), Span("a", 2, 8, 2, 9)], ids=["whole file", "behind what is kept"]
)
def test_a_line_that_does_not_show_the_finding_is_not_quoted(make_report: MakeReport, place: Span) -> None:
    diagnostic = Diagnostic("r", Severity.INFO, "m", place, snippet="key: x")
    assert "key: x" not in render_text(make_report(diagnostic))


@pytest.mark.parametrize("snippet", ["", "   "])
def test_a_line_without_text_is_not_quoted(make_report: MakeReport, snippet: str) -> None:
    assert " |" not in render_text(make_report(finding(snippet=snippet)))


def test_the_end_of_a_line_can_be_marked(make_report: MakeReport) -> None:
    diagnostic = Diagnostic("r", Severity.INFO, "m", Span("a", 2, 5, 2, 5), snippet="key:")
    assert render_text(make_report(diagnostic)).splitlines()[1:3] == ["   2 | key:", "     |     ^"]


def test_very_long_prose_is_cut(make_report: MakeReport) -> None:
    lines = render_text(make_report(finding(message="a" * 2_000, help="b" * 2_000))).splitlines()
    assert lines[0].endswith(": " + "a" * 1_000 + "…")
    assert lines[1] == "     = help: " + "b" * 1_000 + "…"
