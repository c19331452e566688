"""What stands at the place of a value, of its key or of a piece of its text is that value, key or piece."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from promptops.diagnostics import Range
from promptops.sources.documents import Document, KeyPath
from promptops.sources.json import read_json
from promptops.sources.text import LineIndex
from promptops.sources.yaml import read_yaml

TEXT = st.text(
    st.characters(codec="utf-8", categories=("L", "N", "P", "S", "Zs"), include_characters="\n"), max_size=30
)
SCALARS = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | TEXT
VALUES = st.recursive(
    SCALARS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXT, inner, max_size=3), max_leaves=8
)
LONG_TEXT = st.lists(TEXT | st.sampled_from(["word", " ", "\n", "\n\n", "'", "\\", "\t", "😀"]), max_size=12).map(
    "".join
)


def paths(value: Any, above: KeyPath = ()) -> Iterator[tuple[KeyPath, Any]]:
    yield above, value
    members = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, item in members:
        yield from paths(item, (*above, key))


def cut(text: str, place: Range) -> str:
    lines = LineIndex(text)
    return text[lines.offset(place.line, place.column) : lines.offset(place.end_line, place.end_column)]


def read(text: str) -> Document:
    (document,), faults = read_yaml(text)
    assert faults == ()
    return document


@given(VALUES, st.booleans())
def test_the_source_of_a_json_value_reads_as_that_value(value: Any, ascii_only: bool) -> None:  # noqa: FBT001 - hypothesis gives it
    text = json.dumps(value, ensure_ascii=ascii_only, indent=1)
    document, _ = read_json(text)
    assert document is not None
    for keys, part in paths(value):
        assert json.loads(cut(text, document.range_of(keys))) == part
        if keys and isinstance(keys[-1], str):
            assert json.loads(cut(text, document.range_of(keys, "key"))) == keys[-1]


@given(VALUES, st.integers(20, 200))
def test_the_source_of_a_yaml_value_reads_as_that_value(value: Any, width: int) -> None:
    source = "---\n" + yaml.dump(value, default_flow_style=True, allow_unicode=True, width=width)
    for document in read_yaml(source)[0]:
        for keys, part in paths(document.value):
            assert read(f"- {cut(source, document.range_of(keys))}\n").value == [part]
            if keys and isinstance(keys[-1], str):
                assert read(f"? {cut(source, document.range_of(keys, 'key'))}\n: 1\n").value == {keys[-1]: 1}


@pytest.mark.parametrize("style", [None, "'", '"', "|", ">"])
@given(value=LONG_TEXT, width=st.integers(20, 80), indent=st.integers(2, 6))
def test_every_visible_character_is_found(style: str | None, value: str, width: int, indent: int) -> None:
    text = yaml.dump(
        {"a": [{"b": value}]}, allow_unicode=True, width=width, indent=indent, default_style=style, line_break="\r\n"
    )
    document = read(text)
    read_value = document.value["a"][0]["b"]
    for place, character in enumerate(read_value):
        if not character.isspace():
            source = cut(text, document.range_in(("a", 0, "b"), place, place + 1))
            assert source == character or source == character * 2 == "''" or source.startswith("\\")


@given(value=LONG_TEXT.filter(lambda text: text.strip()), indent=st.integers(2, 6))
def test_every_character_of_a_literal_block_is_found(value: str, indent: int) -> None:
    lines = ["", *value.split("\n")]
    text = f"a: |{indent}+" + "".join(f"\n{' ' * indent}{line}" for line in lines[1:]) + "\n"
    document = read(text)
    assert document.value["a"] == value + "\n"
    for place, character in enumerate(value):
        source = cut(text, document.range_in(("a",), place, place + 1))
        assert source == character or (character == "\n" and source == "\n" + " " * indent)
