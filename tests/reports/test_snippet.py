from __future__ import annotations

import pytest

from promptops.reports.snippet import Marked, mark

_LONG = "0123456789" * 10


@pytest.mark.parametrize(
    ("line", "start", "end", "marked"),
    [
        ("  - chek", 4, 8, Marked("  - chek", 4, 4)),
        ("key: x", 6, 6, Marked("key: x", 6, 1)),
        ("key", 1, 1, Marked("key", 1, 1)),
        ("key", 40, 50, Marked("key", 3, 1)),
        ("key", 1, 50, Marked("key", 1, 2)),
        ("key", 2, 0, Marked("key", 2, 1)),
        ("", 0, 0, Marked("", 0, 1)),
        ("\tkey", 1, 4, Marked("    key", 4, 3)),
        ("名前 x", 3, 4, Marked("名前 x", 5, 1)),
        ("a名前", 1, 3, Marked("a名前", 1, 4)),
        ("ｶﾅＡ", 2, 3, Marked("ｶﾅＡ", 2, 2)),
        ("e\u0301a", 2, 3, Marked("e\u0301a", 1, 1)),
        ("e\u0301", 1, 2, Marked("e\u0301", 1, 1)),
        ("a\u202eb", 2, 3, Marked(r"a\u{202e}b", 9, 1)),
        ("a\u202eb", 1, 2, Marked(r"a\u{202e}b", 1, 8)),
        ("##[x]", 2, 3, Marked(r"\u{23}#[x]", 7, 1)),
    ],
)
def test_a_line_that_fits(line: str, start: int, end: int, marked: Marked) -> None:
    assert mark(line, start, end, 30) == marked


@pytest.mark.parametrize(
    ("line", "start", "end", "marked"),
    [
        (_LONG, 0, 2, Marked("012345678901234567…", 0, 2)),
        (_LONG, 50, 52, Marked("…456789012345678901…", 7, 2)),
        (_LONG, 98, 100, Marked("…234567890123456789", 17, 2)),
        (_LONG, 100, 100, Marked("…234567890123456789", 19, 1)),
        (_LONG, 10, 90, Marked("…456789012345678901…", 7, 12)),
        ("0123456789" * 2 + "x", 0, 1, Marked("012345678901234567…", 0, 1)),
        ("名" * 50, 25, 26, Marked("…名名名名名名名名名…", 7, 2)),
        ("\u202e" * 50, 25, 26, Marked(r"…\u{202e}\u{202e}…", 1, 8)),
    ],
)
def test_a_line_that_does_not_fit_is_cut_around_the_span(line: str, start: int, end: int, marked: Marked) -> None:
    assert mark(line, start, end, 20) == marked


def test_a_line_of_exactly_the_room_is_not_cut() -> None:
    assert mark("0" * 20, 19, 20, 20) == Marked("0" * 20, 19, 1)
