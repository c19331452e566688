from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from promptops.changes.wording.lines import Kind
from promptops.changes.wording.rendering import MAX_LENGTH, rendered
from promptops.changes.wording.sentences import Sentence
from promptops.changes.wording.word_diff import MAX_COMPARED, word_diff

TEXTS = st.lists(
    st.sampled_from(["a", "b", "the", " ", "  ", "\n", ",", ".", "{{ x }}", "\u4f60", "don't"]), max_size=25
).map(lambda words: "".join(words).strip())


def sentence(text: str, kind: Kind = "prose") -> Sentence:
    return Sentence(text, 0, len(text), kind)


@pytest.mark.parametrize(
    ("before", "after", "line"),
    [
        (
            "Respond using strictly valid JSON.",
            "Respond using clean JSON.",
            "Respond using [-strictly valid-] {+clean+} JSON.",
        ),
        ("Be kind.", "Be very kind.", "Be {+very+} kind."),
        ("Be very kind.", "Be kind.", "Be [-very-] kind."),
        ("Kind it is.", "Brief it is.", "[-Kind-] {+Brief+} it is."),
        ("Use `go`.", "Use `stop`.", "Use `[-go-]{+stop+}`."),
        ("Be kind", "Be kind.", "Be kind{+.+}"),
        ("Be kind, brief", "Be kind and brief", "Be kind[-,-] {+and+} brief"),
        ("Answer\n  in English.", "Answer in German.", "Answer in [-English-] {+German+}."),
        ("Say {{ a }} now.", "Say {{ b }} now.", "Say [-{{ a }}-] {+{{ b }}+} now."),
        # What both happen to have between two replacements is no help.
        (
            "Count the apples of a tree.",
            "Weigh all pears of one bush.",
            "[-Count the apples of a tree-] {+Weigh all pears of one bush+}.",
        ),
        ("Be kind.", "Be kind.", "Be kind."),
        ("\u8bf7\u7528\u4e2d\u6587", "\u8bf7\u7528\u82f1\u6587", "\u8bf7\u7528[-\u4e2d-]{+\u82f1+}\u6587"),
    ],
)
def test_the_words_that_changed_are_shown(before: str, after: str, line: str) -> None:
    assert rendered(word_diff(sentence(before), sentence(after))) == line


def test_in_code_blanks_are_shown() -> None:
    parts = word_diff(sentence("a  b", "code"), sentence("a b", "code"))
    assert [(part.op, part.text) for part in parts] == [("=", "a "), ("-", " "), ("=", "b")]
    assert rendered(parts) == "a [- -]b"


def test_far_away_words_are_left_out() -> None:
    far = "word " * 40
    line = rendered(word_diff(sentence(f"{far}old {far}end."), sentence(f"{far}new {far}end!")))
    assert line == (
        "\u2026 word word word word word word word [-old-] {+new+} word word word word word word word \u2026"
        " word word word word word word word end[-.-]{+!+}"
    )


def test_of_a_long_sentence_that_did_not_change_both_ends_are_shown() -> None:
    text = "Begin " + "word " * 40 + "end."
    line = rendered(word_diff(sentence(text), sentence(text)))
    assert line == "Begin word word word word word word word \u2026 word word word word word word word end."


LONG = "word " * (MAX_COMPARED // 5)


@pytest.mark.parametrize(
    ("before", "after", "changed"),
    [
        (f"{LONG}old {LONG}new end.", f"{LONG}new {LONG}other end.", ["-", "+"]),
        (f"{LONG}old.", f"{LONG}older.", ["-", "+"]),
        (f"old {LONG}", f"new {LONG}", ["-", "+"]),
        (LONG, f"new {LONG}", ["+"]),
        (f"{LONG}{LONG}end.", f"{LONG}end.", ["-"]),
        ("x" * MAX_COMPARED + "y", "x" * MAX_COMPARED, ["-", "+"]),
        (f"{LONG}end.", f"{LONG}end.", []),
    ],
)
def test_of_a_very_long_sentence_all_between_the_edges_is_replaced(before: str, after: str, changed: list[str]) -> None:
    left, right = sentence(before), sentence(after)
    parts = word_diff(left, right)
    assert [part.op for part in parts if part.op != "="] == changed
    assert "".join(part.text for part in parts if part.op != "+") == left.plain
    assert "".join(part.text for part in parts if part.op != "-") == right.plain


@given(TEXTS, TEXTS, st.sampled_from(["prose", "code"]))
def test_the_parts_rebuild_both_sides(before: str, after: str, kind: Kind) -> None:
    left, right = sentence(before, kind), sentence(after, kind)
    parts = word_diff(left, right)
    assert "".join(part.text for part in parts if part.op != "+") == left.plain
    assert "".join(part.text for part in parts if part.op != "-") == right.plain
    assert all(part.text for part in parts)
    assert all(one.op != other.op for one, other in pairwise(parts))


@given(st.text(max_size=400), st.text(max_size=400))
def test_a_rendered_diff_is_bounded(before: str, after: str) -> None:
    assert len(rendered(word_diff(sentence(before), sentence(after)))) <= MAX_LENGTH
