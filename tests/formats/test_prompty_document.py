"""Header and body of a Prompty file, and the lines on which they stand."""

from __future__ import annotations

import pytest

from promptops.formats.prompty.document import split


@pytest.mark.parametrize("before", ["", "\n", "# a\n# b\n", "  # a\n\n\n", "# a\r\n\r\n", "#\r"])
def test_comments_may_come_before_the_header_and_lines_keep_their_numbers(before: str) -> None:
    front, faults = split(f"{before}---\nname: a\n---\nHi\n")
    lines = len(before.splitlines())
    assert faults == ()
    assert front.header is not None
    assert front.header.range_of(("name",))[:2] == (lines + 2, 7)
    assert (front.body, front.body_line) == ("Hi", lines + 4)


@pytest.mark.parametrize("text", ["Hi", "# Title\n\nHi\n---\nmore\n", "---- a\nHi", "#" * 10_000])
def test_without_a_header_all_is_body(text: str) -> None:
    front, faults = split(text)
    assert faults == ()
    assert front.header is None
    assert front.body == text.removesuffix("\n")


def test_many_blank_lines_take_no_longer_for_it() -> None:
    text = "\r\n" * 200_000
    assert split(text)[0].header is None
