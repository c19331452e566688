"""What one text has of another: between quotation marks, or word for word over a long stretch."""

from __future__ import annotations

import time

import pytest

from promptops.expectations.quotations import (
    MAX_QUOTED,
    MAX_WORD,
    MAX_WORDS,
    PHRASE,
    SHINGLE,
    common_stretches,
    phrases_in,
    quoted_in,
    shingles_in,
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
