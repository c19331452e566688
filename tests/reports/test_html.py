from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from promptops.diagnostics import Diagnostic, Severity, Span
from promptops.reports.change_report import ChangeReport
from promptops.reports.html import render_html
from promptops.reports.html.findings import SHOWN
from promptops.reports.report import Report

MakeReport = Callable[..., Report]
_PLAIN = frozenset({"html", "head", "meta", "title", "style", "body", "footer", "h1", "h2", "p", "code", "span"}) | {
    *("article", "details", "summary", "table", "thead", "tbody", "tr", "th", "td", "pre", "ins", "del")
}
_EMPTY = frozenset({"meta"})


class _Page(HTMLParser):
    """Reads a page, and fails on what is not closed in order."""

    def __init__(self) -> None:
        super().__init__()
        self.opened: list[str] = []
        self.tags: list[str] = []
        self.attributes: set[str] = set()
        self.text: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes.update(name for name, _ in attrs)
        if tag not in _EMPTY:
            self.opened.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.opened.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text.append(data)


def read(html: str) -> _Page:
    page = _Page()
    page.feed(html)
    page.close()
    assert page.opened == []
    return page


def test_findings(report: Report, check_expected: Callable[[str, str], None]) -> None:
    check_expected("report.html", render_html(report))


def test_a_comparison(change_report: ChangeReport, check_expected: Callable[[str, str], None]) -> None:
    check_expected("changes.html", render_html(change_report))


def test_nothing_found(clean: Report) -> None:
    assert "all good" in "".join(read(render_html(clean)).text)


def test_nothing_broken(change_report: ChangeReport) -> None:
    page = render_html(replace(change_report, diagnostics=(), waived=(), changes=()))
    assert "nothing breaks" in page
    assert "<table" not in page


def test_what_a_sentence_lost_and_gained_is_marked(change_report: ChangeReport) -> None:
    assert "respond using <del>strictly valid</del> <ins>clean</ins> JSON" in render_html(change_report)


@pytest.mark.parametrize("name", ["report", "change_report"])
def test_it_needs_and_does_nothing(name: str, request: pytest.FixtureRequest) -> None:
    page = read(render_html(request.getfixturevalue(name)))
    assert set(page.tags) <= _PLAIN
    assert page.attributes <= {"lang", "charset", "http-equiv", "content", "name", "class"}


_HOSTILE = st.lists(
    st.sampled_from(
        ["<script>", "</code>", "</pre>", "&lt;", '"', "'", "`", "[-", "-]", "{+", "+}", "\n", "<!--", "]]>"]
    )
    | st.text(max_size=4),
    max_size=10,
).map("".join)


@given(message=_HOSTILE, path=_HOSTILE, note=_HOSTILE, snippet=_HOSTILE)
def test_no_text_becomes_markup(make_report: MakeReport, message: str, path: str, note: str, snippet: str) -> None:
    found = Diagnostic("r", Severity.ERROR, message, Span(path, 1, 1, 1, 1), help=note, notes=(note,), snippet=snippet)
    page = read(render_html(make_report(found)))
    assert set(page.tags) <= _PLAIN
    assert page.tags.count("article") == 1


def test_of_very_many_findings_some_are_counted(make_report: MakeReport) -> None:
    found = [Diagnostic("r", Severity.ERROR, "m", Span("p", n, 1, n, 1)) for n in range(1, SHOWN + 3)]
    html = render_html(make_report(*found))
    assert html.count("<article") == SHOWN
    assert re.search(r"<h2>1,002 errors</h2>", html)
    assert "and 2 more" in html
