"""The strings at which an answer is cut, wherever `parameters` is what it is for a prompt."""

from __future__ import annotations

from typing import Any

import pytest

from promptops.expectations.stop_strings import MAX_STOPS, stop_strings


@pytest.mark.parametrize(
    ("parameters", "expected"),
    [
        ({"stop": "END"}, [("END", ("parameters", "stop"))]),
        ({"until": ["A", "", 1, "B"]}, [("A", ("parameters", "until", 0)), ("B", ("parameters", "until", 3))]),
        ({"stop": {"a": "b"}}, []),
        (["stop", "temperature"], []),
        ("stop", []),
        (None, []),
    ],
)
def test_only_strings_of_a_mapping_cut_an_answer(parameters: Any, expected: list[tuple[str, tuple[Any, ...]]]) -> None:
    assert [tuple(each) for each in stop_strings({"parameters": parameters})] == expected


def test_so_many_are_looked_at() -> None:
    stops = [f"{number}" for number in range(MAX_STOPS + 1)]
    assert len(list(stop_strings({"parameters": {"stop": stops}}))) == MAX_STOPS
