from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from promptops.diagnostics import Severity
from promptops.reports.github import render_github
from promptops.reports.report import Report


class Command(NamedTuple):
    name: str
    properties: dict[str, str]
    data: str


def parse(line: str) -> Command | None:
    """Read a line as the runner does: percent signs last, after what they might have been part of."""
    line = line.lstrip()
    if not line.startswith("::") or "::" not in line[2:]:
        return None
    head, _, data = line[2:].partition("::")
    name, _, properties = head.partition(" ")
    pairs = (pair.split("=", 1) for pair in properties.split(","))
    escapes = {"%0D": "\r", "%0A": "\n", "%3A": ":", "%2C": ",", "%25": "%"}
    return Command(name, {key: unescape(value, escapes) for key, value in pairs}, unescape(data, escapes))


def unescape(text: str, escapes: dict[str, str]) -> str:
    for escape, character in escapes.items():
        text = text.replace(escape, character)
    return text


def test_findings(report: Report, check_expected: Callable[[str, str], None]) -> None:
    check_expected("github.txt", render_github(report))


def test_the_runner_reads_what_was_meant(report: Report) -> None:
    *lines, _closing = render_github(report).splitlines()
    commands = [parse(line) for line in lines]
    assert commands[0] == Command(
        "error",
        {
            "file": "ai/models/small.model.json",
            "line": "1",
            "endLine": "1",
            "col": "909",
            "endColumn": "950",
            "title": "inlined-secret",
        },
        "`key` looks like an API key\nhelp: name the environment variable that holds it",
    )
    assert commands[-2] == Command(
        "notice",
        {
            "file": r"ai/::error file=a,title=b::\u{1b}[2J\u{202e}100%.md",
            "line": "3",
            "endLine": "3",
            "col": "4",
            "endColumn": "6",
            "title": "hidden-characters",
        },
        r"`\u{1b}]0;owned\u{7}` \u{23}#[stop-commands]x\u{d}\u{a}::error::injected, 100% [here](https://example.org)"
        "\n"
        r"help: remove \u{200b}it\u{2028}",
    )


def test_a_percent_sign_does_not_complete_an_escape(report: Report, make_report: Callable[..., Report]) -> None:
    finding = report.diagnostics[3]._replace(message="%0A %250A %25 %3A %")
    command = parse(render_github(make_report(finding)).splitlines()[0])
    assert command is not None
    assert command.data == "%0A %250A %25 %3A %"


def test_the_most_serious_come_first_and_the_end_of_many_lines_has_no_column(report: Report) -> None:
    *lines, closing = render_github(report).splitlines()
    names = [line.split(" ")[0] for line in lines]
    assert names == ["::error"] * 5 + ["::warning"] * 2 + ["::notice"] * 2
    assert ",line=10207,endLine=10218,col=3,title=" in lines[5]
    assert parse(closing) is None


def test_annotations_that_github_does_not_show_are_counted(report: Report, make_report: Callable[..., Report]) -> None:
    error = report.diagnostics[2]
    warning = error._replace(severity=Severity.WARNING)
    closing = render_github(make_report(*[error] * 12, *[warning] * 10)).splitlines()[-1]
    assert closing == (
        "found 12 errors and 10 warnings in 1,200 files (45 resources); "
        "2 annotations beyond what GitHub shows, in this log only"
    )


def test_a_clean_run_is_one_plain_line(clean: Report) -> None:
    assert render_github(clean) == "all good: 1,200 files, 45 resources\n"
