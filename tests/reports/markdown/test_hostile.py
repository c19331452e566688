"""Whatever the files of a stranger hold, the page that a forge makes of a report is ours."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any, Final

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from promptops.changes.change import BUMPS
from promptops.diagnostics import Diagnostic, Related, Severity, Span
from promptops.reports import FORMATS, render
from promptops.reports.change_report import (
    Approver,
    Baseline,
    ChangeDetails,
    ChangedResource,
    ChangeReport,
    ConsumerInfo,
    WaivedInfo,
    WaiverInfo,
)
from promptops.reports.markdown import render_markdown
from promptops.reports.markdown.sections import LONGEST
from promptops.reports.report import Report
from promptops.reports.summary import Summary

ReadPage = Callable[[str], Any]

_SCHEMA: Final = Path(__file__).parents[3] / "schemas" / "changes.schema.json"
_CHANGES: Final = Draft202012Validator(json.loads(_SCHEMA.read_text(encoding="utf-8")))
_OURS: Final = {
    *("heading_open", "heading_close", "paragraph_open", "paragraph_close", "inline", "text", "softbreak"),
    *("bullet_list_open", "bullet_list_close", "list_item_open", "list_item_close", "strong_open", "strong_close"),
    *("table_open", "table_close", "thead_open", "thead_close", "tbody_open", "tbody_close"),
    *("tr_open", "tr_close", "th_open", "th_close", "td_open", "td_close", "code_inline", "fence", "html_block"),
}
_HTML: Final = re.compile(r"<details><summary>[\d,]+ (waived finding|warning|info)s?</summary>\n|</details>\n?")
_HEAD_OR_ROW: Final = re.compile(
    r"what changed \| .* \| findings"
    r"|.+ \| .+ \| .+ \| [\d,]+ (error|warning|info)s?(, .*| and .*)?"
    r"|severity \| .*|(error|warning|info) \| .+ \| .+ \| .*"
)
_HEADING: Final = re.compile(r"Breaks `.*`|Breaks what nobody owns|(Other e|E)rrors|To approve")
_FOUND_BY_A_FORGE: Final = re.compile(
    r"@|#\d|\bGH-\d|://|www\.|mailto:|\b[0-9a-f]{7,}\b|[$<>\[\]\\]|:[\w+-]+:|&\w+;|\w\.\w*[a-z]", re.IGNORECASE
)
_ACTS_IN_A_TERMINAL: Final = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff\ud800-\udfff]"
)
_RUNNER_COMMAND: Final = re.compile(r"^\s*::|##\[|##vso\[", re.MULTILINE)

_PIECES: Final = (
    *(
        "@acme/support",
        "@octocat",
        "#12",
        "GH-12",
        "acme/x#12",
        "deadbeef",
        "0" * 40,
        "https://x.example",
        "www.x.example",
    ),
    *("a@b.example", "[a](https://x.example)", "![a](//x.example/y.png)", "[a]: //x", "[^1]", "<https://x.example>"),
    *(
        "<details>",
        "</details>",
        "<summary>",
        "<script>",
        "<img src=x>",
        "<!--",
        "-->",
        "</td></table>",
        "&lt;",
        "&#64;x",
    ),
    *("|", "| a |", "\\|", "\\", "`", "``", "```", "~~~", "````diff", "$", "$$", "~~", "**", "__", "*", "_", ":tada:"),
    *("\n", "\r\n", "\n\n", "\u2028", "\u202e", "\u200b", "\t", "\0", "\ud800", "\x1b[2J"),
    *(
        "# h",
        "## h",
        "===",
        "---",
        "- a",
        "+ b",
        "1. a",
        "> q",
        "    code",
        "::error::x",
        "##[group]",
        "##vso[x]",
        "/approve",
    ),
    *("[-", "-]", "{+", "+}", "removed: ", "added: ", "[ ] ", "[!NOTE]", "word", "1,200", " ", "\uff20", "中", "é"),
)
hostile = st.lists(st.sampled_from(_PIECES) | st.characters(exclude_categories=()), max_size=8).map("".join)
maybe = st.none() | hostile
bumps = st.sampled_from(BUMPS)
owners = st.none() | st.sampled_from(["support", "@acme/x", "a`b", "a|b"])
consumers = st.lists(st.builds(ConsumerInfo, hostile, owners), max_size=3).map(tuple)
names = st.sampled_from(["prompt:a@1", "tool:`b`", "prompt:c|d", "waiver:e", "x"])


@st.composite
def places(draw: st.DrawFn) -> Span:
    return Span(draw(hostile), draw(st.integers(1, 9)), 1, 10, 1)


resources = st.builds(
    ChangedResource,
    reference=names,
    kind=hostile,
    status=st.sampled_from(["added", "removed", "renamed", "changed"]),
    before=maybe,
    path=hostile,
    owner=maybe,
    old_version=st.sampled_from(["1.0.0", "0.1.0-rc.1"]) | maybe,
    new_version=st.sampled_from(["1.0.1", "2.0.0"]) | maybe,
    bump=bumps,
    consumers=consumers,
)
findings = st.builds(
    Diagnostic,
    rule=st.sampled_from(["broken-expectation", "removed-tool"]),
    severity=st.sampled_from(Severity),
    message=hostile,
    primary=places(),
    resource=st.none() | names,
    keys=st.tuples(st.integers()),
    help=maybe,
    related=st.lists(st.builds(Related, places(), hostile), max_size=2).map(tuple),
    notes=st.lists(hostile, max_size=3).map(tuple),
    snippet=hostile,
)
baselines = st.builds(
    Baseline,
    hostile,
    st.none() | st.just("1a2b3c4d" * 5),
    st.sampled_from(["merge base", "commit"]),
    st.integers(0, 2),
    st.none() | st.just("1a2b3c4d" * 5),
    st.booleans(),
)
waivers = st.builds(WaiverInfo, hostile, hostile, st.just(date(2026, 12, 15)), st.booleans(), maybe)
approvers = st.builds(Approver, hostile, st.lists(hostile, max_size=7).map(tuple))


@st.composite
def comparisons(draw: st.DrawFn) -> ChangeReport:
    found = tuple(draw(st.lists(findings, max_size=4)))
    waived = tuple(draw(st.lists(st.builds(WaivedInfo, findings, waivers), max_size=2)))
    details = {
        each: ChangeDetails(draw(st.sampled_from(["text", "life"])), draw(bumps), draw(consumers))
        for each in (*found, *(held.found for held in waived))
        if draw(st.booleans())
    }
    return ChangeReport(
        found,
        Summary.of(found, files_read=2, resources=1),
        "0.1.0",
        draw(st.sampled_from([".", "ai", "../@x"])),
        {},
        draw(baselines),
        tuple(draw(st.lists(resources, max_size=4))),
        details,
        tuple(draw(st.lists(approvers, max_size=2))),
        waived,
        tuple(draw(st.lists(hostile, max_size=5))),
        draw(st.integers(0, 2)),
    )


def check(text: str, page: Any) -> None:
    assert len(text) <= LONGEST
    assert not _ACTS_IN_A_TERMINAL.search(text)
    assert not _RUNNER_COMMAND.search(text)
    assert page.types() <= _OURS
    html = "".join(page.contents("html_block"))
    assert _HTML.sub("", html) == ""
    assert html.count("<details>") == html.count("</details>")
    assert all(map(_HEADING.fullmatch, page.headings()))
    assert all(_HEAD_OR_ROW.fullmatch(" | ".join(row)) for row in page.rows())
    for outside in page.contents("text"):
        assert not _FOUND_BY_A_FORGE.search(outside), outside
    for line in "".join(page.contents("fence")).splitlines():
        assert line.startswith(("- ", "+ "))


_settings = settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)


@_settings
@given(report=comparisons())
def test_a_comparison_does_nothing_but_what_it_is_for(report: ChangeReport, page: ReadPage) -> None:
    text = render_markdown(report)
    read = page(text)
    check(text, read)
    grave = {
        found.resource
        for found in report.diagnostics
        if found in report.details and found.severity is not Severity.INFO
    }
    rows = sum(each.reference in grave for each in report.changes)
    assert len(read.rows()) == (rows + 1 if rows else 0)


@_settings
@given(report=comparisons())
def test_a_plain_report_does_nothing_but_what_it_is_for(report: ChangeReport, page: ReadPage) -> None:
    plain = Report(report.diagnostics, report.summary, "0.1.0", report.root, {})
    text = render_markdown(plain)
    read = page(text)
    check(text, read)
    tables = [token.type for token in read.tokens].count("table_open")
    assert len(read.rows()) == tables + len(report.diagnostics)


@_settings
@given(report=comparisons(), format=st.sampled_from(sorted(FORMATS)))
def test_no_format_passes_on_what_acts_in_a_terminal(report: ChangeReport, format: str) -> None:
    text = render(format, report)
    assert not _ACTS_IN_A_TERMINAL.search(text)
    assert format == "github" or not _RUNNER_COMMAND.search(text)
    if format == "json":
        _CHANGES.validate(json.loads(text))


def _many(number: int, text: str) -> ChangeReport:
    """Return a comparison in which everything is there many times, with a text in every place for one."""
    changes, details = [], {}
    for each in range(number):
        reference = f"prompt:{text}{each}"
        changes.append(
            ChangedResource(reference, "prompt", "renamed", f"{reference}|", text, text, "1.0.0", "1.0.1", "major")
        )
        for severity in Severity:
            found = Diagnostic(
                "broken-expectation",
                severity,
                text,
                Span(f"{text}.py", each + 1, 1, each + 1, 2),
                resource=reference,
                keys=(each,),
                help=text,
                related=(Related(Span(text, 1, 1, 1, 1), text),) * 5,
                notes=(text, f"[-{text}-]{{+{text}+}}") * 5,
            )
            who = tuple(ConsumerInfo(f"{text}{other}", f"{text}{other % 3}") for other in range(each % 9))
            details[found] = ChangeDetails("text", "major", who)
    found_all = tuple(details)
    summary = Summary.of(found_all, files_read=2, resources=1)._replace(waived=number)
    approvers = tuple(Approver(f"{text}{each}", (text,) * 9) for each in range(number))
    baseline = Baseline(text, "1a2b3c4d" * 5, "merge base", 1)
    waiver = WaiverInfo(f"{text}.yaml", text, date(2026, 12, 15), in_this_change=True, approver=text)
    waived = tuple(WaivedInfo(each._replace(rule="removed-text"), waiver) for each in found_all[:number])
    unread = (text,) * number
    shown = tuple(changes)
    return ChangeReport(found_all, summary, "0.1.0", ".", {}, baseline, shown, details, approvers, waived, unread, 2)


def test_a_very_long_report_is_cut_between_blocks_and_says_how_much_it_leaves_out(page: ReadPage) -> None:
    text = render_markdown(_many(2_000, "support/reply"))
    read = page(text)
    check(text, read)
    assert len(text) > LONGEST - 10_000
    rows = len(read.rows()) - 1
    assert rows > 50
    assert f"and {2_000 - rows:,} more: run `promptops diff`\n" in text
    assert text.count("more: run `promptops diff`") == 6
    assert {"To approve"} < set(read.headings())


def test_a_report_full_of_very_long_hostile_text_is_cut_between_blocks(page: ReadPage) -> None:
    for piece in ("@acme/support", "|", "`", "```", "</details>", "\n", "\u202e", "[-", "word"):
        text = render_markdown(_many(40, (piece + " ") * 1_000))
        check(text, page(text))
        assert "more: run `promptops diff`" in text
