from __future__ import annotations

import subprocess
import sys
from dataclasses import fields

import pytest

from promptops.errors import UsageError
from promptops.reports import FORMATS, render
from promptops.reports.change_report import ChangeReport
from promptops.reports.report import Report

_LOADED = """
import sys
from promptops.reports import FORMATS
print(*(module for module, _ in FORMATS.values() if module in sys.modules), 'xml' in sys.modules, 'json' in sys.modules)
"""


@pytest.mark.parametrize("format", FORMATS)
def test_every_format_ends_with_one_newline_and_is_the_same_twice(
    format: str, report: Report, clean: Report, change_report: ChangeReport
) -> None:
    for each in (report, clean, change_report):
        text = render(format, each)
        assert text.endswith("\n")
        assert not text.endswith("\n\n")
        assert render(format, each) == text


@pytest.mark.parametrize("format", set(FORMATS) - {"text"})
def test_options_for_people_change_no_other_format(format: str, report: Report) -> None:
    assert render(format, report, colour=True, quiet=True, width=40) == render(format, report)


def test_options_reach_the_text(report: Report) -> None:
    assert "\x1b[" in render("text", report, colour=True)


def test_an_unknown_format_is_a_usage_error(clean: Report) -> None:
    with pytest.raises(UsageError, match="there is no format `yaml`") as raised:
        render("yaml", clean)
    assert raised.value.help == "choose one of text, json, sarif, github, gitlab, junit, markdown, html"


def test_a_format_is_imported_when_it_is_asked_for() -> None:
    done = subprocess.run([sys.executable, "-c", _LOADED], check=True, capture_output=True, text=True)
    assert done.stdout.split() == ["False", "False"]


@pytest.mark.parametrize("format", ["sarif", "github", "gitlab", "junit"])
def test_formats_without_room_for_more_take_a_comparison_as_a_report(format: str, change_report: ChangeReport) -> None:
    shared = {field.name: getattr(change_report, field.name) for field in fields(Report)}
    assert render(format, change_report) == render(format, Report(**shared))


@pytest.mark.parametrize("format", set(FORMATS) - {"gitlab"})
def test_notes_are_shown_where_there_is_room(format: str, change_report: ChangeReport) -> None:
    assert "has it" in render(format, change_report)
