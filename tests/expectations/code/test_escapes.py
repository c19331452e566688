from __future__ import annotations

import ast
import warnings

import pytest
from hypothesis import given
from hypothesis import strategies as st

from promptops.expectations.code import escapes


@pytest.mark.parametrize(
    ("prefix", "raw", "text"),
    [
        ("", r"a\tb\n\\\"\'\a\v", "a\tb\n\\\"'\a\v"),
        ("", r"\x41\u00e9\U0001F600\N{BULLET}\101", "Aé\U0001f600•A"),
        ("", "a\\\nb", "ab"),
        ("", "a\\\r\nb", "ab"),
        ("", r"\q\x4\u12\N{NO SUCH NAME}\ud800\U00110000", r"\q\x4\u12\N{NO SUCH NAME}\ud800\U00110000"),
        ("r", r"a\tb", r"a\tb"),
        ("b", r"\x41\u0041", r"A\u0041"),
        ("f", r"{{a}}\t", "{a}\t"),
        ("rf", r"{{a}}\t", r"{a}\t"),
        ("", "{{a}}", "{{a}}"),
    ],
)
def test_python(prefix: str, raw: str, text: str) -> None:
    assert escapes.python_decoder(prefix)(raw) == text


@given(st.text(st.sampled_from("abu01{}N\\xnrt'é\n"), max_size=20))
def test_python_decodes_what_python_itself_decodes(raw: str) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of escapes that Python keeps, for now
        try:
            expected = ast.literal_eval(f'"""{raw}"""')
        except (SyntaxError, ValueError):
            return
    assert escapes.python_decoder("")(raw) == expected


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        (r"a\nb\'\"\`\$\d", "a\nb'\"`$d"),
        (r"\x41\u00e9\u{1F600}\uD83D\uDE00\0", "Aé\U0001f600\U0001f600\0"),
        ("a\\\nb", "ab"),
        (r"\x4\u12\uD83D\u{110000}\12", r"\x4\u12\uD83D\u{110000}\12"),
    ],
)
def test_javascript(raw: str, text: str) -> None:
    assert escapes.ecma_text(raw) == text


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("a &amp; b&nbsp;c", "a & b\xa0c"),
        ("a\n   b  \n\n  c\n", "a b c"),
        ("  a  ", "  a  "),
        (r"a\nb", r"a\nb"),
    ],
)
def test_jsx(raw: str, text: str) -> None:
    assert escapes.jsx_text(raw) == text


@pytest.mark.parametrize(
    ("raw", "text"),
    [(r"a\tb\"\\", 'a\tb"\\'), (r"\x41\u00e9\U0001F600\101", "Aé\U0001f600A"), (r"\q\1\ud800", r"\q\1\ud800")],
)
def test_go(raw: str, text: str) -> None:
    assert escapes.go_text(raw) == text


def test_a_raw_string_of_go_keeps_everything_but_carriage_returns() -> None:
    assert escapes.go_raw_text("a\\n\r\nb") == "a\\n\nb"


@pytest.mark.parametrize(
    ("raw", "text"),
    [(r"a\tb\s\"", 'a\tb "'), (r"\u0041\uuu00e9\101\0", "AéA\0"), (r"\q\uD800", r"\q\uD800")],
)
def test_java(raw: str, text: str) -> None:
    assert escapes.java_text(raw) == text


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("\n    a\n      b  \n    ", "a\n  b\n"),
        ("\n    a\n      b", "a\n  b"),
        ("\n    a\n  ", "  a\n"),
        ("\r\n    a \\\r\n    b\r\n    ", "a b\n"),
        ("\n    a\\tb\n\n    c\n    ", "a\tb\n\nc\n"),
    ],
)
def test_a_text_block_of_java(raw: str, text: str) -> None:
    assert escapes.java_block(raw) == text
