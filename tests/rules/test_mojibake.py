from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from promptops.rules.mojibake import original_of


@pytest.mark.parametrize(
    ("text", "control", "expected"),
    [
        pytest.param("It\u0092s", "\u0092", "\u2019", id="Windows-1252 read as Latin-1"),
        pytest.param("It\u00e2\u0080\u0099s", "\u0099", "\u2019", id="UTF-8 read as Latin-1, the last byte"),
        pytest.param("It\u00e2\u0080\u0099s", "\u0080", "\u2019", id="UTF-8 read as Latin-1, a byte in the middle"),
        pytest.param("so\u00e2\u20ac\u009d", "\u009d", "\u201d", id="UTF-8 read as Windows-1252"),
        pytest.param("\u00f0\u009f\u0098\u0080", "\u009f", "\U0001f600", id="four bytes"),
        pytest.param("caf\u00c3\u0089", "\u0089", "\u00c9", id="two bytes"),
        pytest.param("a\u0081b", "\u0081", None, id="a byte that Windows-1252 does not have"),
        pytest.param("a\x1bb", "\x1b", None, id="no remains of anything"),
        pytest.param("\u00e2\u0080", "\u0080", "\u20ac", id="cut off, so for itself"),
        pytest.param("\u0080", "\u0080", "\u20ac", id="at the beginning"),
    ],
)
def test_the_character_that_was_meant_is_found(text: str, control: str, expected: str | None) -> None:
    assert original_of(text, text.index(control)) == expected


@given(st.characters(min_codepoint=0xA0, exclude_categories=["Cs"]).filter(str.isprintable))
def test_every_character_is_known_by_its_bytes(character: str) -> None:
    text = character.encode().decode("latin-1")
    for offset in range(1, len(text)):
        assert original_of(text, offset) == character


@given(st.text(max_size=8), st.integers(0, 7))
def test_no_text_is_too_odd(text: str, offset: int) -> None:
    if offset < len(text):
        found = original_of(text, offset)
        assert found is None or found.isprintable()
