"""What somebody looks for is found where it stands, in linear time, and nowhere else."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from promptops.expectations.finding import (
    MAX_VALUE,
    find_pattern,
    find_quotation,
    find_wording,
    find_words,
    first_found,
    has_words,
    is_decided,
)

SECONDS = 5.0
"""What takes longer is not linear: each of these takes a few milliseconds."""


def found(words: str, text: str) -> str | None:
    stretch = find_words(words, text)
    return None if stretch is None else text[stretch.start : stretch.end]


def matched(pattern: str, text: str) -> str | None:
    stretch = find_pattern(pattern, text)
    return None if stretch is None else text[stretch.start : stretch.end]


@pytest.mark.parametrize(
    ("words", "text", "expected"),
    [
        ("exactly one table", "Use exactly one table.", "exactly one table"),
        ("exactly one table", "Use exactly\n  one\ttable.", "exactly\n  one\ttable"),
        ("exactly one\n\ntable ", "Use exactly one table.", "exactly one table"),
        ("exactly one table", "Use Exactly one table.", None),
        ("exactly one table", "Use exactly onetable.", None),
        ("exactly onetable", "Use exactly one table.", None),
        ("VERDICT:", "End with VERDICT: PASS", "VERDICT:"),
        ("VERDICT:", "End with `VERDICT:`", "VERDICT:"),
        ("PASS", "PASSED, then PASS", "PASS"),
        ("PASS", "BYPASS and PASSED", None),
        ("pass_all", "pass_all_of", None),
        ("5", "15, 50 and 5", "5"),
        ("</answer>", "<answer>x</answer>y", "</answer>"),
        ("na", "na\u00efve", None),
        ("\u0434\u0430", "\u0434\u0430\u0442\u044c", None),
        ("\u0434\u0430", "\u0434\u0430.", "\u0434\u0430"),
        ("VERDICT:", "\u8f93\u51faVERDICT: PASS", "VERDICT:"),
        ("PASS", "\u8f93\u51faPASS\u6216FAIL", "PASS"),
        ("\u65e5\u672c", "\u79c1\u306f\u65e5\u672c\u4eba", "\u65e5\u672c"),
        ("one table", "\n\n  one   table", "one   table"),
        ("verdict\ud800", "the verdict\ud800", "verdict\ud800"),
        (".*", "Anything", None),
        ("a.c", "abc", None),
        ("", "x", None),
        (" \n", "x", None),
        ("x", "", None),
    ],
)
def test_words_stand_where_they_are_not_part_of_longer_ones(words: str, text: str, expected: str | None) -> None:
    assert found(words, text) == expected
    assert has_words(words, text) == (expected is not None)


def test_words_that_are_too_long_are_not_looked_for() -> None:
    assert found("a" * MAX_VALUE, "a" * MAX_VALUE) is not None
    assert found("a" * (MAX_VALUE + 1), "a" * (MAX_VALUE + 1)) is None


@given(st.text("ab \n", max_size=6), st.text("ab. \n", max_size=20))
def test_what_is_found_is_what_was_looked_for(words: str, text: str) -> None:
    wanted = words.split()
    is_there = bool(wanted) and f" {' '.join(wanted)} " in f" {' '.join(text.replace('.', ' . ').split())} "
    said = found(words, text)
    assert (said is not None) == is_there
    assert said is None or said.split() == wanted


@pytest.mark.parametrize(
    ("pattern", "text", "expected"),
    [
        (r"VERDICT: (PASS|FAIL)", "End with VERDICT: PASS", "VERDICT: "),
        (r"VERDICT: (PASS|FAIL)", "End with VERDICT: OK", None),
        (r"VERDICT: (PASS|FAIL)", "End with DECISION: PASS", None),
        (r"(?<=VERDICT: )(PASS|FAIL)", "End with VERDICT: PASS", "VERDICT: "),
        (r"((?<=VERDICT: )\w+)", "End with VERDICT: PASS", "VERDICT: "),
        (r"(?i)verdict", "End with VERDICT: PASS", "VERDICT"),
        (r"(?i)verdict", "\u0130\u00df\ufb03 VERDICT", "VERDICT"),
        (r"(?i)stra\u00dfe", "\u0130 STRASSE", "STRASSE"),
        (r"VERDICT: (\w+) \1", "VERDICT: PASS", "VERDICT: "),
        (r"VERDICT(?=: PASS)", "VERDICT: FAIL", "VERDICT"),
        (r"^The answer is (\d+)$", "The answer is 42", "The answer is "),
        (r"^The answer is (\d+)$", "So: The answer is 42", None),
        (r"^The answer is (\d+)$", "The answer\n  is 42", "The answer\n  is"),
        (r"(?i)the answer is", "Now: THE\tANSWER is", "THE\tANSWER is"),
        (r"(?m)^Answer: ", "So.\nAnswer: 5", "Answer: "),
        (r"(?m)^Answer: ", "So: Answer: 5", None),
        (r"(PASS|FAIL)", "PASS", None),
        (r"\d+", "42", None),
        (r"[A-Z]{2,}", "PASS", None),
        (r"12[.]", "12.", None),
        (r"ab", "ab", None),
        ("(", "(verdict", None),
        ("verdict\ud800", "verdict", None),
        ("", "x", None),
    ],
)
def test_a_pattern_is_found_by_what_it_must_find(pattern: str, text: str, expected: str | None) -> None:
    assert matched(pattern, text) == expected


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        (r"VERDICT: (PASS|FAIL)", True),
        (r"(?<=VERDICT: )(PASS|FAIL)", True),
        (r"(?<!NO )VERDICT", False),
        (r"VERDICT(?=: PASS)", False),
        (r"VERDICT: (\w+) \1", False),
        (r"VERDICT: (x{1000}){1000}", False),
    ],
)
def test_what_the_engine_cannot_run_is_not_decided(pattern: str, expected: bool) -> None:  # noqa: FBT001 - a table
    assert is_decided(pattern, "End with VERDICT: PASS") is expected


@pytest.mark.parametrize(
    ("kind", "value", "text"),
    [
        ("phrase", "a " * 999 + "b", "a " * 300_000),
        ("phrase", "a" * 1_999 + "b", "a" * 600_000),
        ("phrase", "a" * 1_000, "a" * 600_000 + "b"),
        ("phrase", "a b", "a" + " " * 600_000),
        ("phrase", "a a b", ("a" + " " * 1_000) * 600),
        ("pattern", r"(a+)+$verdict", "a" * 600_000),
        ("pattern", r"(a|aa)+verdict$", "a" * 600_000 + "verdicts"),
        ("pattern", r"(x+x+)+y{1000}verdict", "x" * 600_000 + "verdict"),
        ("pattern", r"(\w+\s?)*verdict$", "words " * 100_000 + "verdict!"),
        ("pattern", "(" * 5_000 + "verdict" + ")" * 5_000, "verdict"),
    ],
)
def test_hostile_values_take_no_time(kind: str, value: str, text: str) -> None:
    begun = time.process_time()
    first_found(kind, value, [text])
    assert time.process_time() - begun < SECONDS


def test_the_first_text_that_has_it_is_told() -> None:
    assert first_found("label", "END", ["none", "The END", "END"]) == (1, (4, 7))
    assert first_found("label", "END", []) is None
    assert first_found("clause", "END", ["END"]) is None


@pytest.mark.parametrize(
    ("words", "text", "expected"),
    [
        ("refunds above fifty", "No Refunds above\n  fifty, ever.", "Refunds above\n  fifty"),
        ("no, refunds", "No refunds", "No refunds"),
        ("refunds", "norefunds refunds2", None),
        ("refunds above", "refunds far above", None),
        ("stra\u00dfe", "Die STRA\u00dfE.", "STRA\u00dfE"),
        ("...", "...", None),
        ("", "x", None),
        ("x " * MAX_VALUE, "x " * MAX_VALUE, None),
    ],
)
def test_a_quotation_is_one_in_other_case_and_punctuation(words: str, text: str, expected: str | None) -> None:
    stretch = find_quotation(words, text)
    assert (None if stretch is None else text[stretch.start : stretch.end]) == expected


@given(st.text(max_size=60), st.text(alphabet="aB \n.,\u0130", min_size=1, max_size=30), st.text(max_size=60))
def test_a_quotation_is_found_between_other_words(before: str, words: str, behind: str) -> None:
    if any(map(str.isalpha, words)):
        assert find_quotation(words, f"{before} . {words} . {behind}") is not None


@pytest.mark.parametrize(
    ("pattern", "text", "expected"),
    [
        ("VERDICT: SUPPORT (PASS|FAIL)", "VERDICT: SUPPORT and then write PASS", "VERDICT: SUPPORT"),
        (r"^VERDICT:\s*(\w+)$", "Begin with VERDICT: and go on", "VERDICT:"),
        (r"(?i)verdict: support \d", "the Verdict:\n  Support is", "Verdict:\n  Support"),
        (r"(?<=final answer) \d", "give your final answer last", "final answer"),
        (r"VERDICT: SUPPORT \d", "DECISION: SUPPORT and then", None),
        (r"answer \d", "the answer in words", None),
        (r"(a+)+$", "aaa", None),
        (r"(", "(", None),
    ],
)
def test_the_words_of_a_pattern_are_found_where_it_finds_nothing(pattern: str, text: str, expected: str | None) -> None:
    assert find_pattern(pattern, text) is None
    stretch = find_wording(pattern, text)
    assert (None if stretch is None else text[stretch.start : stretch.end]) == expected
