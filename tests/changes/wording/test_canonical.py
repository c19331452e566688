from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from promptops.changes.wording.canonical import canonical, folded


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", ""),
        ("\n \n", ""),
        ("a", "a\n"),
        ("a\r\nb\rc\n\n", "a\nb\nc\n"),
        ("a  \nb\t\n", "a\nb\n"),
        ("\n\n  a\n", "  a\n"),
        ("a\n\n\n \n\nb", "a\n\nb\n"),
        ("a\u00a0b\u202fc", "a b c\n"),
        ("e\u0301", "\u00e9\n"),
        ("a  b", "a  b\n"),
        # In a fenced block only blanks at the end of a line mean nothing.
        ("a\n\n\n```\nb\n\n\n  c \n```\n\n\nd", "a\n\n```\nb\n\n\n  c\n```\n\nd\n"),
        # A fence that is never closed is none.
        ("```\n\n\na", "```\n\na\n"),
        ("```json\n\n\n``` x\n```", "```json\n\n\n``` x\n```\n"),
        ("~~~\n\n\n```\n~~~", "~~~\n\n\n```\n~~~\n"),
        ("Write ```\n\n\n```", "Write ```\n\n```\n"),
    ],
)
def test_layout_that_nobody_meant_is_gone(text: str, expected: str) -> None:
    assert canonical(text) == expected


@given(st.text(st.sampled_from("a \n\r\t`~\u00a0e\u0301\u2028\x0b#"), max_size=60))
def test_the_canonical_form_of_a_canonical_form_is_itself(text: str) -> None:
    assert canonical(canonical(text)) == canonical(text)


@given(st.text())
def test_no_word_is_lost(text: str) -> None:
    assert canonical(text).split() == folded(text).split()
