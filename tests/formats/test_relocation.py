from __future__ import annotations

import pytest

from promptops.formats.relocation import Relocated
from promptops.sources.documents import KeyPath, Part
from promptops.sources.yaml import read_yaml

TEXT = """\
items:
- title: first
  note: a longer text
- title: second
"""
PLACES: dict[KeyPath, KeyPath] = {
    ("list",): ("items",),
    ("list", "second"): ("items", 1),
    ("text",): ("items", 0, "note"),
}
NAMES: dict[KeyPath, KeyPath] = {("list", "second"): ("items", 1, "title")}


@pytest.fixture
def relocated() -> Relocated:
    (document,), _ = read_yaml(TEXT)
    return Relocated(document, PLACES, NAMES)


@pytest.mark.parametrize(
    ("keys", "part", "expected"),
    [
        (("list",), "key", "items"),
        (("list", 0, "title"), "value", "first"),
        (("list", "second", "title"), "value", "second"),
        (("list", "second"), "key", "second"),
        (("text",), "key", "note"),
        (("text",), "value", "a longer text"),
        (("items", 0, "title"), "key", "title"),
    ],
)
def test_keys_of_the_native_format_lead_to_those_of_the_file(
    keys: KeyPath, part: Part, expected: str, relocated: Relocated
) -> None:
    place = relocated.range_of(keys, part)
    assert TEXT.split("\n")[place.line - 1][place.column - 1 : place.end_column - 1] == expected


def test_a_stretch_of_a_text_stands_where_the_file_has_it(relocated: Relocated) -> None:
    place = relocated.range_in(("text",), 2, 8)
    assert TEXT.split("\n")[place.line - 1][place.column - 1 : place.end_column - 1] == "longer"


def test_the_empty_path_can_be_moved_as_a_whole() -> None:
    (document,), _ = read_yaml(TEXT)
    place = Relocated(document, {(): ("items", 1)}).range_of(("title",))
    assert (place.line, place.column) == (4, 10)
