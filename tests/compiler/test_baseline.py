from __future__ import annotations

import json
from collections import Counter
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from promptops.compiler.baseline import Accepted, read_baseline, sift, write_baseline
from promptops.diagnostics import Diagnostic, Severity, Span
from promptops.errors import ConfigError

FINDING = Diagnostic("x", Severity.ERROR, "it is wrong", Span("a.md", 1, 1, 1, 2), "prompt:a", snippet="  text")


def finding(line: int = 1, path: str = "a.md", **changes: Any) -> Diagnostic:
    return FINDING._replace(primary=Span(path, line, 1, line, 2), **changes)


def accepted(*found: Diagnostic) -> Counter[Accepted]:
    return read_baseline(write_baseline(found, Counter()).encode())


def test_what_was_accepted_is_held_back() -> None:
    old, new = finding(), finding(message="something else is wrong")
    sifted = sift([old, new], accepted(old))
    assert (sifted.fresh, sifted.known, sifted.stale) == ((new,), 1, 0)


@pytest.mark.parametrize("same", [finding(line=9), finding(snippet="text"), finding(snippet="\ttext ")])
def test_a_finding_is_known_again_when_lines_move(same: Diagnostic) -> None:
    assert sift([same], accepted(finding())).fresh == ()


@pytest.mark.parametrize(
    "other",
    [
        finding(path="b.md"),
        finding(rule="y"),
        finding(resource="prompt:b"),
        finding(snippet="other text"),
        finding(message="it is still wrong"),
    ],
)
def test_another_finding_is_new(other: Diagnostic) -> None:
    sifted = sift([other], accepted(finding()))
    assert (sifted.fresh, sifted.known, sifted.stale) == ((other,), 0, 1)


def test_equal_findings_are_counted() -> None:
    twice = [finding(line=1), finding(line=2)]
    thrice = [*twice, finding(line=3)]
    assert sift(thrice, accepted(*twice)).fresh == (thrice[2],)
    assert sift(twice, accepted(*thrice)).stale == 1


def test_it_is_written_in_order_with_one_finding_on_a_line() -> None:
    found = [finding(path=path, rule=rule) for path in "ba" for rule in "yx"]
    text = write_baseline(found, Counter())
    assert text == write_baseline(reversed(found), Counter())
    places = [(each["path"], each["rule"]) for each in json.loads(text)["accepted"]]
    assert places == [("a", "x"), ("a", "y"), ("b", "x"), ("b", "y")]


def test_what_others_accepted_is_kept() -> None:
    others = accepted(finding(path="other.md"))
    kept = read_baseline(write_baseline([finding()], others).encode())
    assert {each.path for each in kept} == {"a.md", "other.md"}


def test_an_odd_line_may_be_accepted() -> None:
    odd = finding(snippet="\ud800\x1b[31m", path="new\nline")
    assert sift([odd], accepted(odd)).fresh == ()


ENTRY = {"path": "a", "rule": "b", "resource": "c", "content": "d", "count": 1}


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\xff",
        b"[]",
        b"5",
        b"null",
        b"{}",
        b'{"version": 1}',
        b'{"version": 1, "accepted": 5}',
        b'{"version": 1, "accepted": [5]}',
        json.dumps({"version": 1, "accepted": [{}]}).encode(),
        json.dumps({"version": 1, "accepted": [{**ENTRY, "count": "many"}]}).encode(),
        json.dumps({"version": 1, "accepted": [{**ENTRY, "count": 1.5}]}).encode(),
        json.dumps({"version": 1, "accepted": [{**ENTRY, "path": []}]}).encode(),
        json.dumps({"version": 1, "accepted": [{**ENTRY, "path": 5}]}).encode(),
        b'{"version": 1, "accepted": [' + b'{"a":' * 100_000,
        b'{"version": 1, "accepted": ' + b"[" * 100_000,
        b'{"version": ' + b"9" * 5_000 + b"}",
    ],
)
def test_anything_else_is_no_baseline(data: bytes) -> None:
    with pytest.raises(ConfigError, match="the baseline cannot be read"):
        read_baseline(data)


def test_counts_below_one_accept_nothing() -> None:
    items = [{**ENTRY, "count": 0}, {**ENTRY, "path": "b", "count": -5}]
    assert read_baseline(json.dumps({"version": 1, "accepted": items}).encode()) == Counter()


def test_a_baseline_of_another_version_is_written_anew() -> None:
    with pytest.raises(ConfigError, match="the baseline has version `2`") as caught:
        read_baseline(b'{"version": 2, "accepted": []}')
    assert caught.value.help == "write it anew"


TEXTS = st.text(max_size=5)
FINDINGS = st.lists(st.builds(finding, path=TEXTS, rule=TEXTS, resource=TEXTS, snippet=TEXTS), max_size=8)


@given(FINDINGS, FINDINGS)
def test_nothing_is_lost(found: list[Diagnostic], before: list[Diagnostic]) -> None:
    sifted = sift(found, Counter(map(Accepted.of, before)))
    assert len(sifted.fresh) + sifted.known == len(found)
    assert sifted.known + sifted.stale == len(before)
    assert sift(found, accepted(*found)).fresh == ()
