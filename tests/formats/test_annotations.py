from __future__ import annotations

import json
from typing import Any

import pytest

from promptops.formats.annotations import annotated, as_json, without
from promptops.sources.yaml_scalars import Tagged


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ({"a": [1, 0.5, True, None, "x"]}, {"a": [1, 0.5, True, None, "x"]}),
        (2**53 - 1, 2**53 - 1),
        (-(2**53), str(-(2**53))),
        (float("inf"), "inf"),
        ([float("nan")], ["nan"]),
        (Tagged("!function", "utils.a"), "!function utils.a"),
    ],
)
def test_what_json_would_lose_becomes_a_string(value: Any, expected: Any) -> None:
    assert as_json(value) == expected
    assert json.loads(json.dumps(as_json(value), allow_nan=False)) == expected


def test_a_tagged_scalar_is_a_plain_string() -> None:
    assert type(as_json(Tagged("!function", "a"))) is str


def test_what_is_left_stands_below_the_name_of_the_dialect() -> None:
    assert annotated("prompty", {"sample": [1], "huge": 2**60}) == {
        "annotations": {"prompty": {"sample": [1], "huge": str(2**60)}}
    }


def test_where_nothing_is_left_there_are_no_annotations() -> None:
    assert annotated("prompty", {}) == {}


def test_what_has_a_place_is_taken_out() -> None:
    assert without({"a": 1, "b": 2}, {"a"}) == {"b": 2}
