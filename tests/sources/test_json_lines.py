from __future__ import annotations

import pytest

from promptops.diagnostics import Fault, Range
from promptops.sources.json_lines import Row, read_json_lines


def test_each_line_is_a_value_that_knows_its_place() -> None:
    rows = list(read_json_lines('{"a": 1}\n{"b": {"c": [2]}}\n'))
    assert all(isinstance(row, Row) for row in rows)
    last = rows[-1]
    assert isinstance(last, Row)
    assert (last.number, last.value) == (2, {"b": {"c": [2]}})
    assert last.place(("b", "c", 0)) == Range(2, 14, 2, 15)
    assert last.place() == Range(2, 1, 2, 18)


@pytest.mark.parametrize("text", ["1\n2", "1\n2\n"])
def test_the_last_line_may_end_or_not(text: str) -> None:
    assert [row.value for row in read_json_lines(text) if isinstance(row, Row)] == [1, 2]


@pytest.mark.parametrize("line", ["", "{", '{"a": 1, "a": 2}', "NaN", "1 2", "[" * 2_000])
def test_the_first_line_that_is_wrong_ends_it(line: str) -> None:
    good, fault = read_json_lines(f"1\n{line}\n3\n")
    assert isinstance(good, Row)
    assert isinstance(fault, Fault)
    assert (fault.place.line, fault.place.end_line) == (2, 2)
