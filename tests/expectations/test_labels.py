from __future__ import annotations

import time

import pytest

from promptops.expectations.labels import MAX_LABELS, labels_in


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Call search_database, then stop.", ["search_database"]),
        ("**search_database**: finds rows", ["search_database"]),
        ("End with VERDICT: PASS.", ["VERDICT"]),
        ('One of "APPROVED", `DENIED` or [LATER]', ["APPROVED", "DENIED", "LATER"]),
        ("Put it between <answer> and </answer>.", ["<answer>", "</answer>"]),
        ("NO_CHANGES or no_changes", ["NO_CHANGES", "no_changes"]),
        ("You MUST answer. NEVER guess, and use JSON", []),
        ("well-known, e-mail, a_, _b, snake-case_word", []),
        ("OK: fine", []),
        ("a < b and c > d", []),
        ("", []),
    ],
)
def test_what_is_written_for_a_program(text: str, expected: list[str]) -> None:
    assert list(labels_in(text)) == expected


def test_there_is_an_end_to_them() -> None:
    assert len(list(labels_in("read_file " * (MAX_LABELS + 10)))) == MAX_LABELS


@pytest.mark.parametrize("text", ["_" * 200_000, "a_" * 100_000, "<a" * 100_000, "A" * 200_000, "<_A" * 60_000])
def test_hostile_texts_take_no_time(text: str) -> None:
    started = time.process_time()
    list(labels_in(text))
    assert time.process_time() - started < 1
