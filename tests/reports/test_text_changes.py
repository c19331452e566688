from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable

import pytest

from promptops.changes.change import Bump
from promptops.diagnostics import Severity
from promptops.reports.report import Approver, Baseline, ChangedResource, ChangeReport
from promptops.reports.text import render_text

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
    another = dataclasses.replace(info, primary=info.primary._replace(line=99))
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
