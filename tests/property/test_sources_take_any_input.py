"""No input makes a reader raise, and every place that it names lies in the text."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from hypothesis import example, given
from hypothesis import strategies as st

from promptops.diagnostics import Fault, Range
from promptops.sources.documents import Document, KeyPath
from promptops.sources.front_matter import read_front_matter
from promptops.sources.json import read_json
from promptops.sources.text import LineIndex, decode
from promptops.sources.yaml import read_yaml

MARKS = [
    *"[]{}-:?,&*!|>'\"%@`# \n\t\rab1~\\.<=\ufeff\x85\u2028é😀\0\x07\ud800",
    "\n  ",
    "- ",
    ": ",
    "{{",
    "}}",
    "{%",
    "%}",
]
MARKS += [
    "---\n",
    "...\n",
    "<<: ",
    "*a",
    "&a ",
    "!!str ",
    "!x ",
    "|+\n",
    ">-2\n",
    "\\u",
    "\\ud83d",
    "\r\n",
    "%TAG ",
    "NaN",
]
FRAGMENTS = st.lists(st.sampled_from(MARKS), max_size=40).map("".join)
TEXTS = st.text(max_size=60) | FRAGMENTS


def paths(value: Any, above: KeyPath = ()) -> Iterator[tuple[KeyPath, Any]]:
    yield above, value
    members = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, item in members:
        yield from paths(item, (*above, key))


def is_inside(place: Range, text: str) -> bool:
    lines = LineIndex(text)
    start, end = lines.offset(place.line, place.column), lines.offset(place.end_line, place.end_column)
    return place == lines.range(start, end) and start <= end


def check_faults(faults: tuple[Fault, ...], text: str) -> None:
    for fault in faults:
        assert is_inside(fault.place, text)
        assert all(is_inside(place, text) for place, _ in (*fault.related, *fault.edits))
        assert fault.message.isprintable()


def check_places(document: Document, text: str) -> None:
    for keys, value in paths(document.value):
        for below in (keys, (*keys, "nothing"), (*keys, 99), (*keys, "a", 0)):
            assert is_inside(document.range_of(below), text)
            assert is_inside(document.range_of(below, "key"), text)
        for start, end in ((0, 1), (1, 3), (2, 2), (-1, 99)):
            assert is_inside(document.range_in(keys, start, end), text)
        if isinstance(value, str):
            last = len(value)
            assert all(is_inside(document.range_in(keys, place, place + 1), text) for place in range(last))


@given(st.binary(max_size=60))
def test_decoding_takes_any_bytes(data: bytes) -> None:
    text, faults = decode(data)
    assert (text is None) == bool(faults)


@given(TEXTS)
@example("\ufeffa: b")
@example("'a\x85 b'" + "".join(map(chr, range(0xE000, 0xF900))))
def test_yaml_takes_any_text(text: str) -> None:
    documents, faults = read_yaml(text)
    check_faults(faults, text)
    for document in documents:
        check_places(document, text)


@given(TEXTS)
def test_json_takes_any_text(text: str) -> None:
    document, faults = read_json(text)
    check_faults(faults, text)
    assert document is not None or len(faults) == 1
    if document is not None:
        check_places(document, text)


@given(st.sampled_from(["", "---\n", "---\r\n", "---\r"]), TEXTS, st.sampled_from(["", "\n---\n", "\r\n---"]), TEXTS)
def test_front_matter_takes_any_text(opening: str, header: str, closing: str, body: str) -> None:
    text = opening + header + closing + body
    front_matter, faults = read_front_matter(text)
    check_faults(faults, text)
    assert "\r" not in front_matter.body
    if front_matter.header is not None:
        check_places(front_matter.header, text)
