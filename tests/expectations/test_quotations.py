"""What one text has of another: between quotation marks, or word for word over a long stretch."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from promptops.expectations.quotations import (
    MAX_QUOTED,
    MAX_WORD,
    MAX_WORDS,
    PHRASE,
    SHINGLE,
    common_stretches,
    lost_runs,
    phrases_in,
    quoted_in,
    shingles_in,
    words_in,
)

SOURCE = "Refunds above one hundred euros need the approval of a team lead, who may refuse."


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('Full marks for "exactly one table".', ["exactly one table"]),
        ("Full marks for 'exactly one table'.", ["exactly one table"]),
        ("Full marks for `exactly one table`.", ["exactly one table"]),
        ("Full marks for \u201cexactly one table\u201d.", ["exactly one table"]),
        ('Both "one two" and "three four".', ["one two", "three four"]),
        ('A single "word" is none.', []),
        ("It doesn't say what isn't there.", []),
        ('It ends "in the middle', []),
        ('Not "over a\nline break".', []),
        ("", []),
    ],
)
def test_quotations_have_marks_and_several_words(text: str, expected: list[str]) -> None:
    quotations = list(quoted_in(text))
    assert [quote.words for quote in quotations] == expected
    assert [text[quote.start : quote.end] for quote in quotations] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "He says: Refunds above one hundred euros need the approval.",
            "Refunds above one hundred euros need the approval",
        ),
        ("refunds ABOVE one\nhundred euros, need the", "refunds ABOVE one\nhundred euros, need the"),
        ("one hundred euros need the approval of", "one hundred euros need the approval of"),
        ("one hundred euros need the approval", None),
        ("above two hundred euros need the approval", None),
        ("", None),
    ],
)
def test_long_stretches_count_without_marks(text: str, expected: str | None) -> None:
    known = set(shingles_in(SOURCE))
    assert [quote.words for quote in common_stretches(text, known)] == ([] if expected is None else [expected])


def test_stretches_are_as_long_as_they_can_be_and_apart() -> None:
    known = set(shingles_in(SOURCE))
    text = "Refunds above one hundred euros need the x. Approval of a team lead, who may refuse."
    assert [quote.words for quote in common_stretches(text, known)] == [
        "Refunds above one hundred euros need the",
        "Approval of a team lead, who may refuse",
    ]


def test_phrases_are_as_written_without_what_stands_between_them() -> None:
    assert list(phrases_in("Don't say, well-known things")) == ["Don't say well-known", "say well-known things"]


def test_hostile_texts_are_bounded() -> None:
    begun = time.process_time()
    assert len(list(phrases_in("a " * (2 * MAX_WORDS)))) == MAX_WORDS - PHRASE + 1
    assert len(list(quoted_in('"aa b" ' * (2 * MAX_QUOTED)))) == MAX_QUOTED
    assert list(quoted_in('"' * 300_000)) == []
    assert list(quoted_in(("'" + "a " * 99) * 3_000)) == []
    assert list(phrases_in("-".join("a" * 300_000))) == []
    assert time.process_time() - begun < 5


def test_what_holds_data_is_not_looked_for() -> None:
    data = "x" * (MAX_WORD + 1)
    text = f"one two three {data} four five six seven eight nine ten eleven"
    assert list(phrases_in(text))[:2] == ["one two three", "four five six"]
    assert [len(run) for run in shingles_in(text)] == [0, 0, 0, 0, SHINGLE, SHINGLE]
    known = {run for run in shingles_in(text) if run}
    assert [quote.words for quote in common_stretches(text, known)] == ["four five six seven eight nine ten eleven"]


WORDS = st.lists(
    st.sampled_from(["Say", "say", "it", "it's", "well-known", "\u00e4", "x" * (MAX_WORD + 1)]), max_size=24
)
BETWEEN = st.sampled_from([" ", "\n", ", ", "--", "' ", " '", "- "])


@given(st.text("ab_1 '-\"`\n.\x1c\u00e9\u2019", max_size=40))
def test_words_are_alike_however_they_are_found(text: str) -> None:
    words = [match[0] for match in words_in(text)]
    assert list(phrases_in(text)) == [" ".join(words[at : at + PHRASE]) for at in range(len(words) - PHRASE + 1)]


@given(WORDS, st.lists(WORDS, max_size=2), BETWEEN, st.integers(0, 24), st.integers(0, 24))
def test_lost_is_what_stands_in_none_of_the_others(
    words: list[str], others: list[list[str]], between: str, start: int, end: int
) -> None:
    text = between.join(words)
    texts = [between.join(each) for each in (*others, words[:start] + words[end:])]
    shingles, phrases = lost_runs(text, texts)
    known = {run for each in texts for run in shingles_in(each)}
    said = {phrase for each in texts for phrase in phrases_in(each)}
    assert shingles == list(dict.fromkeys(run for run in shingles_in(text) if run and run not in known))
    assert phrases == list(dict.fromkeys(phrase for phrase in phrases_in(text) if phrase not in said))
    assert lost_runs(text, ())[1] == list(dict.fromkeys(phrases_in(text)))
