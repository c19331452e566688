from __future__ import annotations

from collections import Counter
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from promptops.changes.wording.canonical import canonical
from promptops.changes.wording.comparison import SentenceChange, compare

if TYPE_CHECKING:
    from collections.abc import Sequence

Row = tuple[str, str | None, str | None]

PIECES = st.sampled_from(
    [
        "Be brief.",
        "Never lie.",
        "write",
        "JSON",
        "a",
        "- ",
        "1. ",
        "# ",
        "\n",
        "\n\n",
        "\n\n\n",
        " ",
        "  ",
        "\t",
        "\r\n",
        "\r",
        "```",
        "\n```\n",
        "~~~",
        "|",
        "\u00a0",
        "e\u0301",
        "\u00e9",
        "{{ x }}",
        "key: ",
        "{",
        '"a":',
        "<b>",
        "\u3002",
        "---",
    ]
)
TEXTS = st.lists(PIECES, max_size=25).map("".join)
WORDS = st.sampled_from(
    ["Answer", "the", "customer", "in", "English.", "Be", "kind,", "never", "rude.", "John", "Said:", "2"]
)
PARAGRAPHS = st.lists(st.lists(WORDS, min_size=1, max_size=30), min_size=1, max_size=5)


def rows(before: str, after: str) -> list[Row]:
    return [
        (change.kind, change.before and change.before.plain, change.after and change.after.plain)
        for change in compare(before, after)
    ]


CASES: list[tuple[str, str, list[Row]]] = [
    ("A b. C d.", "A b.", [("removed", "C d.", None)]),
    ("A b.", "A b. C d.", [("added", None, "C d.")]),
    (
        "Be kind. Respond using strictly valid JSON. Be brief.",
        "Be kind. Respond using clean JSON. Be brief.",
        [("reworded", "Respond using strictly valid JSON.", "Respond using clean JSON.")],
    ),
    (
        "- Read the text.\n- Count the words.\n- Write a list.\n",
        "- Count the words.\n- Write a list.\n- Read the text.\n",
        [("moved", "- Read the text.", "- Read the text.")],
    ),
    # A paragraph that was wrapped otherwise, and a sentence in it that was removed.
    (
        "Answer in the language of the customer. Never\npromise a date. Sign with your name.",
        "Answer in the language\nof the customer. Sign with your name.",
        [
            (
                "format",
                "Answer in the language of the customer.",
                "Answer in the language of the customer.",
            ),
            ("removed", "Never promise a date.", None),
        ],
    ),
    # What reads as two sentences where the line was wrapped is one with the same words.
    (
        "Speak to\nJohn today. Be kind. Give three reasons.",
        "Speak to John today. Be kind. Give five reasons.",
        [
            ("format", "Speak to John today.", "Speak to John today."),
            ("reworded", "Give three reasons.", "Give five reasons."),
        ],
    ),
    # Steps that were numbered anew are no other steps.
    (
        "1. Read it.\n2. Sum it up.",
        "1. Say hello.\n2. Read it.\n3. Sum it up.",
        [
            ("added", None, "1. Say hello."),
            ("format", "1. Read it.", "2. Read it."),
            ("format", "2. Sum it up.", "3. Sum it up."),
        ],
    ),
    ("Say:\n\nfoo", "Say:\nfoo", [("format", "foo", "foo")]),
    # In code, blanks may matter.
    ("```\nif x:\n  y()\n```", "```\nif x:\n    y()\n```", [("reworded", "y()", "y()")]),
    ("```\na\n\n\nb\n```", "```\na\n\nb\n```", [("reworded", "b", "b")]),
    ("| a | b |", "| a  | b |", [("reworded", "| a | b |", "| a  | b |")]),
    # What is reworded and stands elsewhere is neither removed nor added.
    (
        "Sign with the name of the agent who answered the customer.\n\nBe kind.\n\nBe brief.",
        "Be kind.\n\nBe brief.\n\nSign with the full name of the agent who answered the customer.",
        [
            (
                "reworded",
                "Sign with the name of the agent who answered the customer.",
                "Sign with the full name of the agent who answered the customer.",
            )
        ],
    ),
    # A sentence in place of another that says something else.
    (
        "Be kind.\nEscalate angry customers to a person.\nBe brief.",
        "Be kind.\nQuote prices in euros.\nBe brief.",
        [("removed", "Escalate angry customers to a person.", None), ("added", None, "Quote prices in euros.")],
    ),
    ("", "Be kind.", [("added", None, "Be kind.")]),
    ("Be kind.", "", [("removed", "Be kind.", None)]),
    (
        "\u8bf7\u56de\u7b54\u3002\u4fdd\u6301\u7b80\u77ed\u3002",
        "\u8bf7\u56de\u7b54\u3002",
        [("removed", "\u4fdd\u6301\u7b80\u77ed\u3002", None)],
    ),
]


@pytest.mark.parametrize(("before", "after", "expected"), CASES)
def test_what_changed_is_told_by_sentence(before: str, after: str, expected: list[Row]) -> None:
    assert rows(before, after) == expected


@given(TEXTS, TEXTS, TEXTS, TEXTS)
def test_so_it_is_where_they_begin_and_end_alike(ahead: str, before: str, after: str, behind: str) -> None:
    left, right = f"{ahead}{before}{behind}", f"{ahead}{after}{behind}"
    assert (compare(left, right) == ()) is (canonical(left) == canonical(right))


@given(TEXTS)
def test_a_text_does_not_differ_from_itself(text: str) -> None:
    assert compare(text, text) == ()


@given(TEXTS, TEXTS)
@example("\n```\na\n```", "```\na\n```")
@example("a\n\n```\nb\n```", "a\n```\nb\n```")
def test_nothing_changed_exactly_where_two_texts_are_canonically_equal(before: str, after: str) -> None:
    assert (compare(before, after) == ()) is (canonical(before) == canonical(after))


@given(TEXTS)
def test_a_text_does_not_differ_from_its_canonical_form(text: str) -> None:
    assert compare(text, canonical(text)) == ()


@given(TEXTS, TEXTS)
def test_undoing_a_change_says_the_same_backwards(before: str, after: str) -> None:
    opposite = {"removed": "added", "added": "removed"}
    backwards = [
        SentenceChange(opposite.get(change.kind, change.kind), change.after, change.before, change.classes)  # type: ignore[arg-type]  # a kind, as the table's are
        for change in compare(after, before)
    ]
    assert Counter(compare(before, after)) == Counter(backwards)


@given(TEXTS, TEXTS)
def test_every_sentence_is_in_one_change_at_most_and_stands_where_it_says(before: str, after: str) -> None:
    changes = compare(before, after)
    for text, side in ((before, [change.before for change in changes]), (after, [change.after for change in changes])):
        found = sorted(sentence for sentence in side if sentence)
        assert all(text[sentence.start : sentence.end] == sentence.text for sentence in found)
        ordered = sorted(found, key=lambda sentence: sentence.start)
        assert all(one.end <= other.start for one, other in pairwise(ordered))


@given(PARAGRAPHS, st.data())
def test_wrapping_and_indenting_prose_is_format(paragraphs: Sequence[Sequence[str]], data: st.DataObject) -> None:
    blanks = st.sampled_from([" ", "\n", "\r\n", " \n", "\n  ", "  ", "\u00a0"])
    after = "\n\n\n".join("".join(word + data.draw(blanks) for word in words) for words in paragraphs)
    before = "\n\n".join(" ".join(words) for words in paragraphs)
    assert {change.kind for change in compare(before, after)} <= {"format"}


@given(st.lists(st.sampled_from("abcdefgh"), max_size=12), st.data())
def test_sentences_in_another_order_are_moved(names: list[str], data: st.DataObject) -> None:
    after = data.draw(st.permutations(names))
    lines = ["\n".join(f"- Do {name}." for name in order) for order in (names, after)]
    assert {change.kind for change in compare(*lines)} <= {"moved"}
