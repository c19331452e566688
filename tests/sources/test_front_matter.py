from __future__ import annotations

import pytest

from promptops.diagnostics import Range
from promptops.sources.front_matter import body_below, read_front_matter


@pytest.mark.parametrize(
    ("text", "value", "body", "line"),
    [
        ("---\na: 1\n---\nHello\n", {"a": 1}, "Hello", 4),
        ("---\na: 1\n---\n\nHello\n\n", {"a": 1}, "\nHello\n", 4),
        ("---\r\na: 1\r\n---\r\nHello\r\nyou\r\n", {"a": 1}, "Hello\nyou", 4),
        ("---\ra: 1\r---\rHello", {"a": 1}, "Hello", 4),
        ("--- \t\na: 1\n---  \nx --- y\n---\nz", {"a": 1}, "x --- y\n---\nz", 4),
        ("---\na: |\n  x\n  ---\n---\nb", {"a": "x\n---\n"}, "b", 6),
        ("---\na: 1\n---", {"a": 1}, "", 4),
        ("---\n- 1\n---\n", [1], "", 4),
    ],
)
def test_header_and_body_are_told_apart(text: str, value: object, body: str, line: int) -> None:
    front_matter, faults = read_front_matter(text)
    assert faults == ()
    assert front_matter.header is not None
    assert front_matter.header.value == value
    assert (front_matter.body, front_matter.body_line) == (body, line)


@pytest.mark.parametrize(
    ("text", "body", "line"),
    [
        ("", "", 1),
        ("Hello\r\n---\r\n", "Hello\n---", 1),
        ("\n---\na: 1\n---\n", "\n---\na: 1\n---", 1),
        ("---- \nx", "---- \nx", 1),
        ("--- x\ny", "--- x\ny", 1),
        ("---\n---\nHello", "Hello", 3),
        ("---\r\n# note\r\n\r\n---\r\nHello", "Hello", 5),
    ],
)
def test_a_file_may_have_no_header(text: str, body: str, line: int) -> None:
    front_matter, faults = read_front_matter(text)
    assert (front_matter, faults) == ((None, body, line), ())


@pytest.mark.parametrize("text", ["---", "---\na: 1\n", "---\na: 1\n --- \nbody\n", "---\na: 1\n----\n"])
def test_front_matter_that_is_not_closed_is_a_fault(text: str) -> None:
    front_matter, (fault,) = read_front_matter(text)
    assert front_matter == (None, "", 1)
    assert (fault.rule, fault.place) == ("invalid-yaml", Range(1, 1, 1, 4))
    assert fault.message == "the front matter that begins here is not closed"


def test_positions_in_the_header_are_those_of_the_file() -> None:
    front_matter, (fault,) = read_front_matter("---\r\na: é\r\nb: {{ x }}\r\n---\r\nbody\r\n")
    assert front_matter.header is not None
    assert front_matter.header.range_of(("a",)) == Range(2, 4, 2, 5)
    assert front_matter.header.range_of(("none",)) == Range(2, 1, 2, 1)
    assert (fault.rule, fault.place) == ("unquoted-template", Range(3, 4, 3, 11))


def test_a_syntax_error_in_the_header_leaves_the_body() -> None:
    front_matter, (fault,) = read_front_matter("---\na: [1\n---\nHello\n")
    assert front_matter == (None, "Hello", 4)
    assert fault.place == Range(2, 4, 2, 5)


def test_a_second_document_in_the_header_is_a_fault() -> None:
    front_matter, (fault,) = read_front_matter("---\na: 1\n...\n--- b\n--- c\n---\nHello\n")
    assert front_matter.header is not None
    assert front_matter.header.value == {"a": 1}
    assert (fault.message, fault.place) == ("front matter holds a second document", Range(4, 5, 4, 5))
    assert front_matter.body_line == 7


@pytest.mark.parametrize(
    "text",
    [
        "",
        "a\nb\n",
        "---\na: 1\n---\nb\n",
        "---\na: 1\n---",
        "---\r\na: 1\r\n---\r\nb\r\nc\r\n",
        "---\na: [\n",
        "--- x\n---\n",
    ],
)
def test_the_body_alone_is_the_body_that_is_read_with_the_header(text: str) -> None:
    assert body_below(text) == read_front_matter(text)[0].body
