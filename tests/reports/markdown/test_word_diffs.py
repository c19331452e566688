from __future__ import annotations

import pytest

from promptops.changes.wording.rendering import rendered
from promptops.changes.wording.sentences import sentences
from promptops.changes.wording.word_diff import word_diff
from promptops.reports.markdown.word_diffs import diff_block, is_diff

SENTENCES = [
    ("You must answer in their language.", "You should answer in English."),
    ("You must answer in their language.", "Refuse."),
    ("Answer briefly, please.", "Answer, please."),
    ("Answer, please.", "Answer briefly, please."),
    ("Name the order.", "Please name the order."),
    ("Name it, the order.", "Name it and the order."),
    ("Write `OK` or `KO`.", "Write `PASS` or `FAIL`."),
    ("Answer in two sentences at most.", "Answer in two sentences."),
    ("Answer in two sentences.", "Answer in two sentences at most."),
    ("Answer the customer in two sentences, briefly.", "Reply to the customer in two sentences."),
]


@pytest.mark.parametrize(("before", "after"), SENTENCES)
def test_both_sentences_are_as_they_were_written(before: str, after: str) -> None:
    (one,), (other,) = sentences(before), sentences(after)
    note = rendered(word_diff(one, other))
    assert is_diff(note)
    assert diff_block([note]) == f"```diff\n- {before}\n+ {after}\n```"


@pytest.mark.parametrize(("note", "line"), [("removed: Name it.", "- Name it."), ("added: Name it.", "+ Name it.")])
def test_a_sentence_that_came_or_went_is_one_line(note: str, line: str) -> None:
    assert diff_block([note]) == f"```diff\n{line}\n```"
