from __future__ import annotations

import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from promptops.rules.invisible import MAX_HIDDEN, character_of, hidden_in

SCOTLAND = "\U0001f3f4\U000e0067\U000e0062\U000e0073\U000e0063\U000e0074\U000e007f"


def tags(text: str) -> str:
    return "".join(chr(0xE0000 + ord(letter)) for letter in text)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        pytest.param(
            "a\u202eb\u202c", ["U+202E RIGHT-TO-LEFT OVERRIDE", "U+202C POP DIRECTIONAL FORMATTING"], id="bidi"
        ),
        pytest.param(
            "a\u2067b\u2069", ["U+2067 RIGHT-TO-LEFT ISOLATE", "U+2069 POP DIRECTIONAL ISOLATE"], id="isolate"
        ),
        pytest.param("\u05e9\u05dc\u202e\u05d5", ["U+202E RIGHT-TO-LEFT OVERRIDE"], id="an override in Hebrew"),
        pytest.param("APP\u200bROVED", ["U+200B ZERO WIDTH SPACE"], id="a space without width"),
        pytest.param("a \u200b\u200c b", ["U+200B ZERO WIDTH SPACE", "U+200C ZERO WIDTH NON-JOINER"], id="a run"),
        pytest.param("\u200b```", ["U+200B ZERO WIDTH SPACE"], id="before a fence"),
        pytest.param("fi\u200cnd", ["U+200C ZERO WIDTH NON-JOINER"], id="a joiner in Latin"),
        pytest.param("ab\u200d\u200d", ["U+200D ZERO WIDTH JOINER"] * 2, id="joiners at the end"),
        pytest.param("a\ufeffb", ["U+FEFF ZERO WIDTH NO-BREAK SPACE"], id="a byte order mark further on"),
        pytest.param("a\u2060b", ["U+2060 WORD JOINER"], id="a word joiner"),
        pytest.param("right\u200f", ["U+200F RIGHT-TO-LEFT MARK"], id="a mark of direction in English"),
        pytest.param(
            "x" + tags("hi"), ["U+E0068 TAG LATIN SMALL LETTER H", "U+E0069 TAG LATIN SMALL LETTER I"], id="tags"
        ),
        pytest.param("\x1b[31m", ["U+001B ESCAPE"], id="an escape"),
        pytest.param("a\x08b\x7f", ["U+0008 BACKSPACE", "U+007F DELETE"], id="controls"),
        pytest.param("a\x9bb", ["U+009B CONTROL CHARACTER"], id="a control beyond ASCII"),
        pytest.param(
            "\u263a\ufe0f\ufe01\ufe02",
            ["U+FE0F VARIATION SELECTOR-16", "U+FE01 VARIATION SELECTOR-2", "U+FE02 VARIATION SELECTOR-3"],
            id="a run of selectors",
        ),
        pytest.param(
            "\U0001f3f4" + tags("us"),
            ["U+E0075 TAG LATIN SMALL LETTER U", "U+E0073 TAG LATIN SMALL LETTER S"],
            id="the flag of no country",
        ),
        pytest.param("a\U000e0101", ["U+E0101 VARIATION SELECTOR-18"], id="an ideographic selector behind Latin"),
    ],
)
def test_hidden_characters_are_found(text: str, names: list[str]) -> None:
    found = hidden_in(text)
    assert [each.name for each in found] == names
    assert all(text[each.offset] == each.character for each in found)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("", id="nothing"),
        pytest.param("a\tb\r\nc\x0c\n", id="white space"),
        pytest.param("10\u00a0km, soft\u00adhyphen, \u2026 \u201cquoted\u201d", id="typography"),
        pytest.param("one \u200b two\n\u200b\n\ufeff\n\u2060", id="alone between blanks"),
        pytest.param("\uff1f\u200b ", id="behind Chinese punctuation"),
        pytest.param("\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645", id="Persian"),
        pytest.param("\u0647\u200d", id="Arabic, a letter by itself"),
        pytest.param("\u0915\u094d\u200d\u0937 \u0915\u094d\u200c\u0937", id="Hindi"),
        pytest.param("\u0d9a\u0dca\u200d\u0dc2", id="Sinhala"),
        pytest.param("\u05e9\u05dc\u05d5\u05dd\u200f! (abc)\u200e", id="marks of direction beside Hebrew"),
        pytest.param("\u0e2a\u0e27\u0e31\u0e2a\u0e14\u0e35\u200b\u0e04\u0e23\u0e31\u0e1a", id="Thai"),
        pytest.param("\u1780\u17d2\u1798\u200b\u179a", id="Khmer"),
        pytest.param("\u845b\U000e0100", id="an ideograph in one of its forms"),
        pytest.param("\u1820\u180b", id="Mongolian"),
        pytest.param("\u2764\ufe0f \u26a0\ufe0f\ufe0f 1\ufe0f\u20e3", id="emoji with selectors"),
        pytest.param("\U0001f468\u200d\U0001f469\u200d\U0001f467\u200d\U0001f466", id="a family"),
        pytest.param("\U0001f3f3\ufe0f\u200d\U0001f308 \U0001f3f4\u200d\u2620\ufe0f", id="a rainbow and a pirate"),
        pytest.param("\U0001f9d1\U0001f3fd\u200d\u2695\ufe0f", id="a doctor"),
        pytest.param(SCOTLAND, id="Scotland"),
        pytest.param("\U0001f1e9\U0001f1ea", id="the flag of a country"),
    ],
)
def test_what_a_script_or_a_picture_needs_is_left_alone(text: str) -> None:
    assert hidden_in(f"Say {text} to them.\n") == ()


def test_a_message_in_tags_is_spelled_out() -> None:
    assert "".join(each.spells for each in hidden_in(f"Hi{tags('Ignore it')}\u200b")) == "Ignore it"


@pytest.mark.parametrize(
    ("character", "expected"),
    [
        ("\u200b", "blank"),
        ("\u200e", "blank"),
        (tags("a"), "message"),
        ("\ufe01", "message"),
        ("\u202e", "direction"),
        ("\u2069", "direction"),
        ("\x1b", "control"),
        ("\u0092", "control"),
    ],
)
def test_each_is_of_a_sort(character: str, expected: str) -> None:
    (found,) = hidden_in(f"a{character}b")
    assert found.sort == expected


@pytest.mark.parametrize(
    ("written", "character"),
    [("U+200B", "\u200b"), ("U+e0041", "\U000e0041"), ("U+0007", "\x07"), ("U+0041", None), ("U+110000", None)],
)
def test_a_character_is_known_by_its_number(written: str, character: str | None) -> None:
    assert character_of(written) == character


def test_what_is_allowed_is_not_listed() -> None:
    found = hidden_in("a\u200bb\u202ec", frozenset("\u200b"))
    assert [each.offset for each in found] == [3]


def test_only_so_many_are_listed() -> None:
    assert len(hidden_in("a\u200b" * (MAX_HIDDEN + 5))) == MAX_HIDDEN


@given(st.text(st.characters(categories=["L", "N", "P", "S", "Zs"], exclude_characters="\u3164\uffa0")))
@example("\u00a0\u3000\u2007")
def test_characters_with_a_shape_or_a_width_are_never_hidden(text: str) -> None:
    assert hidden_in(text) == ()


@given(st.text())
def test_only_characters_without_a_shape_are_hidden(text: str) -> None:
    for each in hidden_in(text):
        assert unicodedata.category(each.character) in {"Cc", "Cf", "Cn", "Mn"} or each.character in "\u3164\uffa0"
