from __future__ import annotations

import pytest

from promptops.diagnostics import Range
from promptops.formats.baml.document import BamlDocument


@pytest.mark.parametrize(
    ("written", "sent"),
    [
        ("x", "x"),
        ("\n    a\n      b\n  ", "a\n  b"),
        (" x\n  y", "x\n  y"),
        ("  \n\n  a\n b\n", "a\nb"),
        ("\n\t  a\n   b\n", "a\nb"),
        ("\n  a\n \n  b", "a\n\nb"),
        ("\r\n  a\r\n    b  \r\n", "a\n  b"),
        ("\n  é\n    x  ", "é\n  x"),
        (" \n \t", ""),
    ],
)
def test_a_block_string_is_sent_without_its_indent(written: str, sent: str) -> None:
    """Each of these has been sent by BAML itself."""
    document = BamlDocument(f'#"{written}"#')
    assert document.block_string(("body",), 2, 2 + len(written)) == sent


def test_a_stretch_of_it_stands_where_the_file_has_it() -> None:
    text = '  prompt #"\r\n    first\r\n\r\n      second\r\n  "#\n'
    document = BamlDocument(text)
    sent = document.block_string(("body",), 11, text.rindex('"#'))
    assert sent == "first\n\n  second"
    start = sent.index("second")
    assert document.range_in(("body",), start, start + 6) == Range(4, 7, 4, 13)
    assert document.range_in(("body",), 0, len(sent)) == Range(2, 5, 4, 13)


def test_what_was_not_noted_stands_at_what_is_around_it() -> None:
    document = BamlDocument("function F\n")
    document.note(("0",), (0, 10), (9, 10))
    assert document.range_of(("0",)) == Range(1, 1, 1, 11)
    assert document.range_of(("0",), "key") == Range(1, 10, 1, 11)
    assert document.range_of(("0", "output", "schema")) == Range(1, 10, 1, 11)
    assert document.range_in(("0", "name"), 0, 1) == Range(1, 10, 1, 11)
    assert document.range_of(("7",)) == Range(1, 1, 1, 1)
