from __future__ import annotations

import dataclasses
from collections.abc import Callable
from typing import Any

import pytest

from promptops.diagnostics import Diagnostic, Severity, Span
from promptops.reports.change_report import (
    Approver,
    Baseline,
    ChangeDetails,
    ChangedResource,
    ChangeReport,
    ConsumerInfo,
)
from promptops.reports.markdown import render_markdown
from promptops.reports.report import Report

CheckExpected = Callable[[str, str], None]
MakeReport = Callable[..., Report]
MakeChangeReport = Callable[..., ChangeReport]
ReadPage = Callable[[str], Any]

_SINCE = "`origin/main` (`1a2b3c4`)"
_AGAINST = "`origin/main` (merge base `1a2b3c4`)"
_LEFT_OUT = "1 file could not be compared, as it cannot be read at `origin/main`: `ai/a.md`"


def test_a_comparison(change_report: ChangeReport, check_expected: CheckExpected) -> None:
    check_expected("changes.md", render_markdown(change_report))


def test_findings(report: Report, check_expected: CheckExpected) -> None:
    check_expected("report.md", render_markdown(report))


def test_the_verdict_comes_first_and_the_table_next(change_report: ChangeReport, page: ReadPage) -> None:
    text = render_markdown(change_report)
    assert text.startswith(
        "**2 breaking changes** for 4 consumers of 3 teams; **2 other errors**; "
        "needs a major version of `support/refund-reply`; 1 warning and 1 info\n"
    )
    table = next(number for number, block in enumerate(page(text).blocks) if block.type == "table_open")
    assert [block.type for block in page(text).blocks[:table:3]] == ["paragraph_open"] * 4


def test_each_owner_reads_what_breaks_there(change_report: ChangeReport, page: ReadPage) -> None:
    assert page(render_markdown(change_report)).headings() == [
        "Breaks `platform`",
        "Breaks `quality`",
        "Breaks `support`",
        "Breaks what nobody owns",
        "Other errors",
        "To approve",
    ]


def test_sentences_that_changed_are_coloured(change_report: ChangeReport, page: ReadPage) -> None:
    assert page(render_markdown(change_report)).contents("fence") == [
        "- respond using strictly valid JSON\n+ respond using clean JSON\n",
        "- Never promise a date.\n",
        "- You should answer in English\n+ You must answer in English\n",
    ]


def test_every_error_says_once_how_it_is_waived_unless_no_waiver_can(
    change_report: ChangeReport, make_change_report: MakeChangeReport
) -> None:
    errors = [found for found in change_report.diagnostics if found.severity is Severity.ERROR]
    no_resource = errors[0]._replace(resource=None)
    waiver = errors[0]._replace(resource="waiver:refund")
    text = render_markdown(make_change_report(*errors, no_resource, waiver))
    commands = [line for line in text.splitlines() if "promptops waive" in line]
    assert sorted(commands) == sorted(
        f'  - waive: `promptops waive {found.fingerprint} --reason "…" --until YYYY-MM-DD`' for found in errors
    )


def test_nothing_changed(make_change_report: MakeChangeReport) -> None:
    clean = Baseline("origin/main", "1a2b3c4" + "0" * 33, "merge base")
    assert render_markdown(make_change_report(changes=(), baseline=clean)) == f"no resource changed since {_SINCE}\n"
    unread = render_markdown(dataclasses.replace(make_change_report(changes=()), not_compared=("a.md",)))
    assert unread == f"nothing that could be compared changed since {_SINCE}; {_LEFT_OUT}\n"


def test_nothing_to_say_of_what_changed_is_one_line(make_change_report: MakeChangeReport) -> None:
    report = make_change_report(approvers=(Approver("support", ("prompt:a",)), Approver("platform", ("prompt:b",))))
    assert render_markdown(report) == (
        f"compared with {_AGAINST}: 3 resources changed; nothing breaks; ask `support`, `platform`\n"
    )
    unread = dataclasses.replace(report, not_compared=("a.md",))
    assert f"; {_LEFT_OUT}; nothing that could be compared breaks; ask" in render_markdown(unread)


def test_a_clean_run_is_one_line(clean: Report) -> None:
    assert render_markdown(clean) == "all good: 1,200 files, 45 resources\n"
    aside = dataclasses.replace(clean, summary=clean.summary._replace(baselined=2))
    assert render_markdown(aside) == "all good: 1,200 files, 45 resources; 2 hidden by the baseline\n"


def _error(number: int) -> Diagnostic:
    return Diagnostic(
        "broken-expectation",
        Severity.ERROR,
        f"`p{number}` no longer says `x`",
        Span(f"src/parse{number}.py", 1, 1, 1, 2),
        resource=f"prompt:p{number}",
        keys=(number,),
    )


def _prompt(number: int, version: str | None = None) -> ChangedResource:
    name = f"prompt:p{number}"
    return ChangedResource(name, "prompt", "changed", name, f"p{number}.md", None, version, version, "major")


@pytest.mark.parametrize(
    ("consumers", "verdict"),
    [
        ([("src/a.py", None)], "**1 breaking change** for 1 consumer"),
        ([("consumer:a", "x"), ("consumer:b", "x")], "**1 breaking change** for 2 consumers of 1 team"),
        ([("consumer:a", "x"), ("consumer:b", None)], "**1 breaking change** for 2 consumers of 1 team"),
    ],
)
def test_the_verdict_counts_who_breaks(
    make_change_report: MakeChangeReport, consumers: list[tuple[str, str | None]], verdict: str
) -> None:
    details = {_error(1): ChangeDetails("text", "major", tuple(ConsumerInfo(*each) for each in consumers))}
    text = render_markdown(make_change_report(_error(1), changes=(_prompt(1),), details=details))
    assert text.partition("\n")[0] == verdict


@pytest.mark.parametrize(
    ("number", "needed"),
    [(1, "`p0`"), (2, "`p0` and `p1`"), (3, "`p0`, `p1` and `p2`"), (4, "4 resources")],
)
def test_the_verdict_names_what_needs_a_version(make_change_report: MakeChangeReport, number: int, needed: str) -> None:
    errors = [_error(each) for each in range(number)]
    details = {each: ChangeDetails("life", "major") for each in errors}
    changes = tuple(_prompt(each, "1.0.0") for each in range(number))
    text = render_markdown(make_change_report(*errors, changes=changes, details=details))
    errors_found = "1 error" if number == 1 else f"{number} errors"
    assert text.partition("\n")[0] == f"**nothing breaks**; **{errors_found}**; needs a major version of {needed}"


def test_many_consumers_are_counted(make_change_report: MakeChangeReport, page: ReadPage) -> None:
    consumers = tuple(ConsumerInfo(f"consumer:c{number}", "team") for number in range(1_200))
    details = {_error(1): ChangeDetails("text", "major", consumers)}
    text = render_markdown(make_change_report(_error(1), changes=(_prompt(1),), details=details))
    five = "`consumer:c0`, `consumer:c1`, `consumer:c2`, `consumer:c3`, `consumer:c4` and 1,195 more"
    assert page(text).rows()[1][1] == f"`team`: {five}"
    assert f"  - breaks {five}\n" in text


def test_only_waived_findings(make_change_report: MakeChangeReport, change_report: ChangeReport) -> None:
    text = render_markdown(
        make_change_report(changes=(_prompt(1),), waived=tuple(each.found for each in change_report.waived))
    )
    assert text.startswith("**nothing breaks**\n")
    assert "<details><summary>1 waived finding</summary>\n\n- **`ai/prompts/refund-reply.prompt.md:14`** a head" in text


def test_a_break_that_is_waived_is_no_nothing(
    make_change_report: MakeChangeReport, change_report: ChangeReport
) -> None:
    excused = tuple(found for found in change_report.diagnostics if change_report.broken_by(found))
    text = render_markdown(make_change_report(changes=(_prompt(1),), waived=excused))
    assert text.startswith("**nothing breaks** but what is waived\n")


@pytest.mark.parametrize(
    ("where", "told"),
    [
        ("head", "waived in this change by `ai/waivers/heading.yaml` until 2026-12-15: {}; `support` must approve"),
        ("baseline", "waived by `ai/waivers/heading.yaml` until 2026-12-15: {}"),
    ],
)
def test_a_waived_finding_names_its_waiver(change_report: ChangeReport, where: str, told: str) -> None:
    (held,) = change_report.waived
    held = held._replace(waiver=held.waiver._replace(in_this_change=where == "head"))
    text = render_markdown(dataclasses.replace(change_report, waived=(held,)))
    assert f"\n  - {told.format('The desk has `@agreed`.')}\n" in text


def test_nothing_is_all_good_where_something_was_left_out(make_change_report: MakeChangeReport) -> None:
    text = render_markdown(dataclasses.replace(make_change_report(_error(1)), not_compared=("a.md",), not_shown=2))
    assert text.startswith("**nothing breaks** in what could be compared; ")
    assert f"\n\n{_LEFT_OUT}\n\n2 errors in the files as they stand: `promptops lint` shows them\n\n" in text
