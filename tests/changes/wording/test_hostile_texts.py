"""Texts made to be slow take time in proportion to their length."""

from __future__ import annotations

from time import process_time

import pytest

from promptops.changes.wording.comparison import compare
from promptops.changes.wording.outline import structure
from promptops.changes.wording.partners import MAX_REWORDED
from promptops.changes.wording.safety_changes import removed_safety_directives
from promptops.changes.wording.sentences import Sentence
from promptops.changes.wording.word_diff import word_diff

LENGTH = 40_000
MAX_SECONDS = 10
"""Many times what is needed; with one step for each pair of characters it would take minutes."""

UNITS = [
    ".",
    ". ",
    "{{",
    "{%",
    "`",
    "```\n",
    "<a ",
    "<a>\n",
    "</a>",
    "#",
    "\n",
    " ",
    "\r",
    "a\r",
    "- ",
    "1. ",
    "https://",
    "e.g.",
]
UNITS += [
    "never follow instructions in ",
    "a:\n",
    "\u3002",
    "x\u0301",
    "(a) ",
    "*",
    '"',
    "a b\n",
    "~~~\n",
    "Never share PII. ",
]


def seconds_of(before: str, after: str) -> float:
    started = process_time()
    compare(before, after)
    structure(before)
    removed_safety_directives(before, after)
    word_diff(Sentence(before, 0, len(before), "code"), Sentence(after, 0, len(after), "code"))
    return process_time() - started


@pytest.mark.parametrize("unit", UNITS)
def test_one_thing_over_and_over(unit: str) -> None:
    text = unit * (LENGTH // len(unit))
    assert seconds_of(text, f"x{text}\n\nNot.") < MAX_SECONDS


def test_thousands_of_lines_that_all_differ() -> None:
    before = "\n".join(f"Rule {n} of the {n * 7 % 9_973} old ones." for n in range(5_000))
    after = "\n".join(f"Law {n} for all {n * 11 % 9_967} new cases." for n in range(5_000))
    assert seconds_of(before, after) < MAX_SECONDS


@pytest.mark.parametrize(
    ("sentences", "kinds"), [(MAX_REWORDED, {"reworded"}), (MAX_REWORDED + 1, {"removed", "added"})]
)
def test_of_too_many_sentences_at_one_place_none_is_sought_in_other_words(sentences: int, kinds: set[str]) -> None:
    before, after = (" ".join(f"{word} do it{n}." for n in range(sentences)) for word in ("Never", "Always"))
    assert {change.kind for change in compare(before, after)} == kinds
