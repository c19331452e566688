"""Lists of values in a text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from promptops.expectations.choices import MAX_LISTS, MAX_VALUES, choices_in, quoted_words_in


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Classify it as one of: billing, technical, account, other.", ("billing", "technical", "account", "other")),
        ("positive, negative and neutral", ("positive", "negative", "neutral")),
        ("PASS or FAIL", ("PASS", "FAIL")),
        ("PASS/FAIL", ("PASS", "FAIL")),
        ('"low|medium|high"', ("low", "medium", "high")),
        ('["low", "medium", "high"]', ("low", "medium", "high")),
        ("`yes`, `no`, or `not sure`", ("yes", "no", "not sure")),
        ("VERDICT: PASS or VERDICT: FAIL", ("PASS", "FAIL")),
        ("`RESULT: done` or `RESULT: open`", ("done", "open")),
        ("- billing: of money\n- technical (hard)\n- **other** - the rest\n", ("billing", "technical", "other")),
        ("1. alpha\n2) beta", ("alpha", "beta")),
    ],
)
def test_values_are_listed_in_many_ways(text: str, expected: tuple[str, ...]) -> None:
    assert choices_in(text) == [expected]


@pytest.mark.parametrize(
    "text",
    ["", "kind and short", "First, read it.", "- one whole sentence\n- and another one", "a", "- alone\n", ",,,", "or"],
)
def test_what_lists_no_values(text: str) -> None:
    assert choices_in(text) == []


def test_single_words_in_quotation_marks() -> None:
    assert list(quoted_words_in('{"category": "…", \'id\': `x-1`} “so” "two words"')) == ["category", "id", "x-1", "so"]


@given(st.text(alphabet="ab,|/ -*\"'`:or\n1.", max_size=400))
def test_no_text_is_too_strange(text: str) -> None:
    for choices in choices_in(text):
        assert 2 <= len(set(choices)) == len(choices) <= 2 * MAX_VALUES
        assert all(value in text for value in choices)


def test_there_are_limits() -> None:
    assert len(choices_in("a or b.\n" * 1_000)) == MAX_LISTS
    assert max(map(len, choices_in(", ".join(f"v{number}" for number in range(1_000))))) <= MAX_VALUES + 1
