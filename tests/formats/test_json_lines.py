from __future__ import annotations

import pytest

from promptops.diagnostics import Range
from promptops.formats.tools.json_lines import first_line, read_json_lines
from promptops.sources.documents import MAX_FAULTS


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ('{"a": 1}\n{"b": 2}', '{"a": 1}'),
        ('  {"a": 1}\r\n{"b": 2}\r\n', '{"a": 1}'),
        ('{"a": 1}\n', None),
        ('{"a": 1}\n \n', None),
        ('{"a": 1}', None),
        ('{\n"a": 1}\n', None),
        ("[1]\n[2]", None),
        ("", None),
    ],
)
def test_a_text_may_be_lines_when_its_first_is_an_object(text: str, line: str | None) -> None:
    assert first_line(text) == line


def test_places_are_those_of_the_file() -> None:
    document, faults = read_json_lines('{"a": "one"}\r\n\r\n {"a": "two"}\n')
    assert document.value == [{"a": "one"}, {"a": "two"}]
    assert document.range_of((1, "a")) == Range(3, 8, 3, 13)
    assert document.range_of((1, "a"), "key") == Range(3, 3, 3, 6)
    assert document.range_in((1, "a"), 1, 2) == Range(3, 10, 3, 11)
    assert document.range_of(()) == Range(1, 1, 1, 1)
    assert faults == ()


def test_faults_are_told_line_by_line_and_bounded() -> None:
    _, faults = read_json_lines('{"a": 1}\n' + "{]\n" * 1_000)
    assert faults[0].place.line == 2
    assert len(faults) == MAX_FAULTS
