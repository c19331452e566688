from __future__ import annotations

import pytest

from promptops.diagnostics import Range
from promptops.sources.text import LineIndex, decode, normalise_breaks, shown


@pytest.mark.parametrize(
    ("data", "text"),
    [
        (b"", ""),
        (b"a: 1\r\n", "a: 1\r\n"),
        (b"\xef\xbb\xbfa", "a"),
        ("ä 😀".encode(), "ä 😀"),
        (b"\xef\xbb\xbf\xef\xbb\xbf", "\ufeff"),
    ],
)
def test_text_is_decoded_without_its_byte_order_mark(data: bytes, text: str) -> None:
    assert decode(data) == (text, ())


@pytest.mark.parametrize(
    ("data", "message", "place"),
    [
        (b"ok\nab\xffcd", "the byte 0xff is not UTF-8", Range(2, 3, 2, 4)),
        (b"\xe4rger", "the byte 0xe4 is not UTF-8", Range(1, 1, 1, 2)),
        (b"\xef\xbb\xbfx\xc3", "the byte 0xc3 is not UTF-8", Range(1, 2, 1, 3)),
        ("é😀\r\n é".encode() + b"\x80", "the byte 0x80 is not UTF-8", Range(2, 3, 2, 4)),
        (b"a\nb\0c\0", "the file holds a NUL character", Range(2, 2, 2, 3)),
        ("a: ä".encode("utf-16"), "the file is UTF-16, not UTF-8", Range(1, 1, 1, 2)),
        (b"\xfe\xff\0a", "the file is UTF-16, not UTF-8", Range(1, 1, 1, 2)),
    ],
)
def test_the_first_byte_that_is_no_text_is_a_fault(data: bytes, message: str, place: Range) -> None:
    text, (fault,) = decode(data)
    assert text is None
    assert (fault.rule, fault.message, fault.place) == ("invalid-yaml", message, place)
    assert fault.help is not None
    assert "UTF-8" in fault.help


TEXT = "ab\r\n😀c\rd\u2028e\x85f\n\ng"


@pytest.mark.parametrize(
    ("offset", "position"),
    [
        (0, (1, 1)),
        (2, (1, 3)),
        (4, (2, 1)),
        (5, (2, 2)),
        (7, (3, 1)),
        (9, (3, 3)),
        (13, (4, 1)),
        (14, (5, 1)),
        (15, (5, 2)),
    ],
)
def test_offsets_and_positions_are_each_others_inverse(offset: int, position: tuple[int, int]) -> None:
    lines = LineIndex(TEXT)
    assert lines.position(offset) == position
    assert lines.offset(*position) == offset


@pytest.mark.parametrize(("offset", "position"), [(-1, (1, 1)), (99, (5, 2))])
def test_an_offset_outside_the_text_is_moved_to_its_edge(offset: int, position: tuple[int, int]) -> None:
    assert LineIndex(TEXT).position(offset) == position


@pytest.mark.parametrize(
    ("line", "column", "offset"), [(0, 5, 0), (1, 0, 0), (1, 99, 2), (2, 99, 6), (6, 1, 15), (4, 7, 13)]
)
def test_a_position_that_does_not_exist_is_moved_to_the_nearest(line: int, column: int, offset: int) -> None:
    assert LineIndex(TEXT).offset(line, column) == offset


def test_an_offset_inside_a_line_break_is_the_end_of_the_line() -> None:
    assert LineIndex("a\r\nb").range(2, 3) == Range(1, 2, 2, 1)


def test_lines_are_those_of_an_editor() -> None:
    lines = LineIndex(TEXT)
    assert [lines.line_text(number) for number in range(7)] == ["", "ab", "😀c", "d\u2028e\x85f", "", "g", ""]
    assert [lines.line_start(offset) for offset in (0, 3, 4, 6, 15)] == [0, 0, 4, 4, 14]
    assert [lines.line_end(offset) for offset in (0, 2, 4, 7, 15)] == [2, 2, 6, 12, 15]


def test_the_first_line_may_have_another_number() -> None:
    lines = LineIndex("a\nbc", first_line=10)
    assert lines.range(0, 4) == Range(10, 1, 11, 3)
    assert (lines.line_text(10), lines.line_text(11), lines.line_text(1)) == ("a", "bc", "")
    assert lines.offset(11, 2) == 3


def test_line_breaks_are_normalised() -> None:
    assert normalise_breaks("a\r\nb\rc\n\r\nd\u2028e") == "a\nb\nc\n\nd\u2028e"


@pytest.mark.parametrize(
    ("text", "expected"),
    [("plain", "plain"), ("a\nb\x1b[0m", "a\ufffdb\ufffd[0m"), ("x" * 60, "x" * 60), ("x" * 61, "x" * 59 + "…")],
)
def test_what_a_message_shows_is_printable_and_short(text: str, expected: str) -> None:
    assert shown(text) == expected


def test_indentation_is_spaces() -> None:
    lines = LineIndex("a\n  b\n \tc\n")
    assert [lines.indent(number) for number in range(1, 6)] == [0, 2, 1, 0, 0]
