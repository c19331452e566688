from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from promptops.formats.baml.tokens import MAX_TOKENS, tokenize


def texts(text: str) -> list[str]:
    return [token.text for token in tokenize(text).items if token.kind != "newline"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("class A { x int }", ["class", "A", "{", "x", "int", "}"]),
        ("model gpt-4.1-mini", ["model", "gpt-4.1-mini"]),
        ("api_key env.KEY", ["api_key", "env.KEY"]),
        ("f(a: int)->B[]?", ["f", "(", "a", ":", "int", ")", "->", "B", "[", "]", "?"]),
        ("url http://localhost:1/v1 }", ["url", "http://localhost:1/v1", "}"]),
        ("x -1.5 2", ["x", "-1.5", "2"]),
        ("@@assert(a, {{ this == '}' }})", ["@@", "assert", "(", "a", ",", "{{ this == '}' }}", ")"]),
        ("a // it's }\nb", ["a", "b"]),
        ("a {// }\n } //} b", ["a", "b"]),
        ("a {// } b\nc }", ["a", "{", "c", "}"]),
        ('"a \\" }" b', ['"a \\" }"', "b"]),
        ("it\"s\n'x'", ["it", '"', "s", "'", "x", "'"]),
        ('#"a "q" # }"# b', ['#"a "q" # }"#', "b"]),
        ('##"a "# b"## c', ['##"a "# b"##', "c"]),
        ("[Choose//Tools]", ["[", "Choose", "/", "/", "Tools", "]"]),
    ],
)
def test_a_text_falls_into_tokens(text: str, expected: list[str]) -> None:
    assert texts(text) == expected


@pytest.mark.parametrize(
    ("text", "message", "start"),
    [
        ("class A {\n x int", "nothing closes the `{` that begins here", 8),
        ("a [ ( ]", "nothing closes the `[` that begins here", 2),
        ('prompt #"x\n}', "nothing closes the block string that begins here", 7),
        ("a " * (MAX_TOKENS + 1), "the file has more than 200,000 words", 2 * MAX_TOKENS),
    ],
)
def test_what_is_not_closed_is_told(text: str, message: str, start: int) -> None:
    broken = tokenize(text).broken
    assert broken is not None
    assert (broken.message, broken.start) == (message, start)


def test_a_closing_bracket_is_known_by_its_opening_one() -> None:
    tokens = tokenize("{ ( [ ] ) } )")
    assert tokens.closing == {0: 5, 1: 4, 2: 3}
    assert tokens.broken is None


@given(st.text(alphabet='a1 \n{}()[]"#/\\@<>-.|?:,é', max_size=60))
def test_tokens_are_pieces_of_the_text_in_order(text: str) -> None:
    end = 0
    for token in tokenize(text).items:
        assert end <= token.start < token.end <= len(text)
        assert text[token.start : token.end] == token.text
        end = token.end


@pytest.mark.parametrize("piece", ["{{", '"\\', "{//", '#"', "(", "a-", "a://", "- ", "\n", '"'])
def test_no_text_takes_long(piece: str) -> None:
    text = piece * (400_000 // len(piece))
    assert all(token.end <= len(text) for token in tokenize(text).items)
