from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable

import pytest

from promptops.changes.change import Bump
from promptops.diagnostics import Severity
from promptops.reports.change_report import Approver, Baseline, ChangedResource, ChangeReport
from promptops.reports.text import render_text
from promptops.reports.text_changes import LINES, TEAMS

CheckExpected = Callable[[str, str], None]
MakeChangeReport = Callable[..., ChangeReport]

_ALL_GOOD = "all good: 12 files, 9 resources"
_COMMIT = "1a2b3c4" + "0" * 33


def severities(text: str) -> list[str]:
    return re.findall(r"^\S+: (\w+)\[", text, re.MULTILINE)


def test_a_comparison(change_report: ChangeReport, check_expected: CheckExpected) -> None:
    check_expected("changes.txt", render_text(change_report))


def test_colour_changes_nothing_but_colour(change_report: ChangeReport) -> None:
    coloured = render_text(change_report, colour=True)
    assert re.sub(r"\x1b\[[0-9;]*m", "", coloured) == render_text(change_report)
    assert "\x1b[1;31mprompt:support/refund-reply@2\x1b[0m changed" in coloured


def test_the_most_serious_come_first_and_infos_when_they_are_asked_for(change_report: ChangeReport) -> None:
    assert severities(render_text(change_report)) == ["error"] * 4 + ["warning"]
    text = render_text(change_report, infos=True)
    assert severities(text) == ["error"] * 4 + ["warning", "info"]
    assert "not shown" not in text


def test_infos_are_counted_where_they_are_not_shown(
    change_report: ChangeReport, make_change_report: MakeChangeReport
) -> None:
    info = change_report.diagnostics[3]
    assert info.severity is Severity.INFO
    another = info._replace(primary=info.primary._replace(line=99))
    text = render_text(make_change_report(*change_report.diagnostics, another))
    assert "\n2 infos not shown: `--infos` shows them\ncompared with" in text


def test_infos_are_shown_where_there_is_nothing_else(
    change_report: ChangeReport, make_change_report: MakeChangeReport
) -> None:
    text = render_text(make_change_report(change_report.diagnostics[3]))
    assert severities(text) == ["info"]
    assert "not shown" not in text


def test_statistics_and_quiet_are_as_ever(change_report: ChangeReport) -> None:
    assert "info     changed-directive" in render_text(change_report, statistics=True)
    quiet = render_text(change_report, quiet=True)
    assert severities(quiet) == ["error"] * 4
    assert "compared with" not in quiet


@pytest.mark.parametrize(
    ("baseline", "changed", "unchanged"),
    [
        (("main", _COMMIT, "merge base"), "compared with main (merge base 1a2b3c4)", "since main (1a2b3c4)"),
        (("HEAD~1", _COMMIT, "first parent"), "compared with HEAD~1 (first parent 1a2b3c4)", "since HEAD~1 (1a2b3c4)"),
        (("v1.2.0", _COMMIT, "commit"), "compared with v1.2.0 (1a2b3c4)", "since v1.2.0 (1a2b3c4)"),
        (("the folder ../old", None, "folder"), "compared with the folder ../old", "since the folder ../old"),
    ],
)
def test_it_says_what_was_compared(
    make_change_report: MakeChangeReport, baseline: tuple[str, str | None, str], changed: str, unchanged: str
) -> None:
    compared = Baseline(*baseline)
    text = render_text(make_change_report(baseline=compared))
    assert text.startswith(f"{changed}: 3 resources changed\n")
    text = render_text(make_change_report(baseline=compared, changes=()))
    assert text == f"no resource changed {unchanged}\n{_ALL_GOOD}\n"


def test_it_says_that_the_work_tree_was_compared(make_change_report: MakeChangeReport) -> None:
    baseline = Baseline("HEAD", _COMMIT, "commit", head=_COMMIT, work_tree=True)
    text = render_text(make_change_report(baseline=baseline))
    assert text.startswith("compared the work tree with HEAD (1a2b3c4): 3 resources changed\n")
    text = render_text(make_change_report(baseline=baseline, changes=()))
    assert text.startswith("no resource changed in the work tree since HEAD (1a2b3c4)\n")
    committed = render_text(make_change_report(baseline=baseline._replace(work_tree=False), changes=()))
    assert committed.startswith("no resource changed since HEAD (1a2b3c4)\n")


@pytest.mark.parametrize(
    ("files", "errors", "line"),
    [
        (("a.md",), 1, "1 file could not be compared, as it cannot be read at main: ai/a.md"),
        (("a.md",), 0, "1 file could not be compared, as it cannot be read now: ai/a.md"),
        (("a", "b"), 1, "2 files could not be compared, as they cannot be read at main or now: ai/a, ai/b"),
        (
            tuple("abcde"),
            5,
            "5 files could not be compared, as they cannot be read at main: ai/a, ai/b, ai/c and 2 more",
        ),
    ],
)
def test_what_could_not_be_compared_is_not_said_to_be_good(
    make_change_report: MakeChangeReport, files: tuple[str, ...], errors: int, line: str
) -> None:
    baseline = Baseline("main", _COMMIT, "commit", errors)
    text = render_text(dataclasses.replace(make_change_report(changes=(), baseline=baseline), not_compared=files))
    assert text == (
        f"nothing that could be compared changed since main (1a2b3c4)\n{line}\n"
        "nothing else found: 12 files, 9 resources\n"
    )


@pytest.mark.parametrize(("number", "line"), [(1, "1 error {}it"), (12, "12 errors {}them")])
def test_errors_of_the_head_itself_are_counted(make_change_report: MakeChangeReport, number: int, line: str) -> None:
    text = render_text(dataclasses.replace(make_change_report(changes=()), not_shown=number))
    told = line.format("in the files as they stand: `promptops lint` shows ")
    assert text.endswith(f"\n{told}\nnothing else found: 12 files, 9 resources\n")


def test_lists_are_bounded(make_change_report: MakeChangeReport) -> None:
    prompts = tuple(
        _prompt("1.0.0", "1.0.0", "minor")._replace(reference=f"prompt:p{n:03}") for n in range(LINES + 380)
    )
    gravest = _prompt("1.0.0", "1.0.0", "major")
    approvers = tuple(Approver(f"team-{number:02}", ()) for number in range(TEAMS + 20))
    report = make_change_report(changes=(*prompts, gravest), approvers=approvers)
    lines = render_text(report).splitlines()
    assert lines[1] == "  prompt:a changed, needs 2.0.0 (is 1.0.0)"
    assert lines[LINES + 1] == "  and 381 more"
    assert lines[LINES + 2].endswith(", team-09 and 20 more")
    assert len(lines) == LINES + 4
    assert len(render_text(report, statistics=True).splitlines()) == 3


def test_a_waiver_in_this_change_is_named(change_report: ChangeReport) -> None:
    line = "  waived in this change by ai/waivers/heading.yaml until 2026-12-15: The desk has @agreed.; support must"
    twice = dataclasses.replace(change_report, waived=change_report.waived * 2)
    assert render_text(twice).count(f"\n{line} approve\n") == 1
    (held,) = change_report.waived
    earlier = held._replace(waiver=held.waiver._replace(in_this_change=False))
    assert "heading.yaml" not in render_text(dataclasses.replace(change_report, waived=(earlier,)))


def _prompt(old: str | None, new: str | None, bump: Bump) -> ChangedResource:
    return ChangedResource("prompt:a", "prompt", "changed", "prompt:a", "a.md", None, old, new, bump)


@pytest.mark.parametrize(
    ("resource", "line"),
    [
        (_prompt("1.2.3", "1.2.3", "major"), "changed, needs 2.0.0 (is 1.2.3)"),
        (_prompt("1.2.3", "1.2.4", "minor"), "changed, needs 1.3.0 (is 1.2.4)"),
        (_prompt("0.2.3", "0.2.3", "major"), "changed, needs 0.3.0 (is 0.2.3)"),
        (_prompt("1.2.3", "2.0.0", "major"), "changed, is 2.0.0 (was 1.2.3)"),
        (_prompt("second", "third", "major"), "changed, is third (was second)"),
        (_prompt(None, None, "major"), "changed"),
        (_prompt("1.2.3", None, "major")._replace(status="removed"), "removed"),
    ],
)
def test_what_needs_a_version_has_a_line(
    make_change_report: MakeChangeReport, resource: ChangedResource, line: str
) -> None:
    assert f"\n  prompt:a {line}\n" in render_text(make_change_report(changes=(resource,)))


def test_what_has_no_consequences_has_no_line(make_change_report: MakeChangeReport) -> None:
    text = render_text(make_change_report(changes=(_prompt("1.0.0", "1.0.0", "none"),)))
    assert "prompt:a" not in text


def test_names_of_strangers_do_no_harm(make_change_report: MakeChangeReport) -> None:
    hostile = "::error::\x1b[2J"
    report = make_change_report(
        changes=(_prompt("1.0.0", hostile, "major")._replace(reference=hostile),),
        baseline=Baseline(hostile, None, "folder", 1),
        approvers=(Approver(hostile, ()),),
    )
    text = render_text(report)
    assert "\x1b" not in text
    assert not re.search(r"^\s*::", text, re.MULTILINE)
