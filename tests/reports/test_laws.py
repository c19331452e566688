from __future__ import annotations

import dataclasses
import json
import re
from pathlib import Path
from typing import Final
from xml.etree import ElementTree as ET

from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from promptops.diagnostics import Diagnostic, Edit, Fix, Related, Severity, Span
from promptops.reports import FORMATS, render
from promptops.reports.report import Report, RuleInfo
from promptops.reports.snippet import mark
from promptops.reports.summary import Summary

_SCHEMAS: Final = {
    "json": Path(__file__).parents[2] / "schemas" / "diagnostics.schema.json",
    "sarif": Path(__file__).with_name("sarif-subset.schema.json"),
}
_VALIDATORS: Final = {
    name: Draft202012Validator(json.loads(path.read_text(encoding="utf-8"))) for name, path in _SCHEMAS.items()
}

_CONTROL: Final = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff\ud800-\udfff]")
_RUNNER_COMMAND: Final = re.compile(r"^\s*::|##\[|##vso\[", re.MULTILINE)
_HOSTILE: Final = (
    "::error::x",
    "##[add-mask]y",
    "##vso[a]",
    "\x1b[31m",
    "](",
    "]]>",
    "%0A",
    "\r\n",
    "\u202e",
    "\t",
    "名",
)


def hostile_text(characters: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.lists(characters | st.sampled_from(_HOSTILE), max_size=8).map("".join)


# Names are what fingerprints are made of; they have a form in UTF-8, which prose need not have.
names = hostile_text(st.characters(codec="utf-8"))
prose = hostile_text(st.characters(exclude_categories=()))
positions = st.integers(1, 80)
severities = st.sampled_from(Severity)
rule_ids = st.sampled_from(["unknown-tool", "missing-owner", "r2"])


@st.composite
def spans(draw: st.DrawFn) -> Span:
    start, end = sorted(draw(st.tuples(st.tuples(positions, positions), st.tuples(positions, positions))))
    return Span(draw(names), *start, *end)


fixes = st.builds(Fix, prose, st.lists(st.builds(Edit, spans(), prose), max_size=2).map(tuple))
diagnostics = st.builds(
    Diagnostic,
    rule=rule_ids,
    severity=severities,
    message=prose,
    primary=spans(),
    resource=st.none() | names,
    keys=st.lists(names | st.integers(), max_size=2).map(tuple),
    help=st.none() | prose,
    related=st.lists(st.builds(Related, spans(), prose), max_size=2).map(tuple),
    notes=st.lists(prose, max_size=2).map(tuple),
    fix=st.none() | fixes,
    snippet=prose,
)


@st.composite
def reports(draw: st.DrawFn) -> Report:
    found = tuple(draw(st.lists(diagnostics, max_size=4)))
    known = RuleInfo("unknown-tool", "An unknown tool", draw(prose), Severity.ERROR)
    root = draw(st.sampled_from([".", "", "ai", "../x"]))
    return Report(found, Summary.of(found, files_read=3, resources=2), "0.1.0", root, {known.id: known})


@given(reports(), st.sampled_from(sorted(FORMATS)))
def test_every_output_is_deterministic_text_that_nothing_can_be_steered_with(report: Report, format: str) -> None:
    text = render(format, report)
    assert render(format, dataclasses.replace(report)) == text
    assert text.encode().decode() == text
    assert not _CONTROL.search(text)
    if format != "github":
        assert not _RUNNER_COMMAND.search(text)


@given(reports(), st.sampled_from(sorted(_VALIDATORS)))
def test_json_and_sarif_are_as_their_schemas_say(report: Report, format: str) -> None:
    _VALIDATORS[format].validate(json.loads(render(format, report)))


@given(reports())
def test_gitlab_output_is_a_list_of_unique_issues(report: Report) -> None:
    issues = json.loads(render("gitlab", report))
    assert len({issue["fingerprint"] for issue in issues}) == len(report.diagnostics)


@given(reports())
def test_junit_output_is_xml_with_a_case_a_rule_and_file(report: Report) -> None:
    suite = ET.fromstring(render("junit", report).encode()).find("testsuite")  # noqa: S314  it is our own output
    assert suite is not None
    pairs = {(finding.rule, finding.primary.path) for finding in report.diagnostics}
    assert len(suite.findall("testcase")) == max(1, len(pairs))


@given(reports())
def test_github_output_is_one_command_a_finding_and_one_plain_line(report: Report) -> None:
    *commands, closing = re.split(r"[\r\n]", render("github", report).removesuffix("\n"))
    assert len(commands) == len(report.diagnostics)
    assert all(re.match(r"::(error|warning|notice) file=[^:,]*,line=\d+,", command) for command in commands)
    assert not _RUNNER_COMMAND.search(closing)


@given(reports(), st.booleans(), st.booleans(), st.integers(0, 200))
def test_colour_changes_nothing_but_colour(report: Report, statistics: bool, quiet: bool, width: int) -> None:  # noqa: FBT001  hypothesis passes them by position
    plain = render("text", report, statistics=statistics, quiet=quiet, width=width)
    coloured = render("text", report, statistics=statistics, quiet=quiet, width=width, colour=True)
    assert re.sub(r"\x1b\[[0-9;]+m", "", coloured) == plain
    assert "\n\n\n" not in plain


@given(
    st.text("ab\t\u202e#[名\uff21\u0301", max_size=300),
    st.tuples(st.integers(0, 310), st.integers(0, 310)).map(sorted),
    st.integers(20, 120),
)
def test_a_marked_line_fits_its_room_and_carets_stand_under_the_line(line: str, span: list[int], room: int) -> None:
    start, end = span
    marked = mark(line, start, end, room)
    width = sum({"名": 2, "\uff21": 2, "\u0301": 0}.get(character, 1) for character in marked.text)
    assert width <= room
    assert marked.carets >= 1
    assert marked.skip + marked.carets <= width + 1
