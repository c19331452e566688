"""Canonical JSON against the numbers and orderings that RFC 8785 gives."""

from __future__ import annotations

import math
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from promptops.canonical import canonical_bytes, canonical_json, digest


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ({"b": 1, "a": [True, None, "x"]}, '{"a":[true,null,"x"],"b":1}'),
        (1.0, "1"),
        (-0.0, "0"),
        (0.2, "0.2"),
        (1e-5, "0.00001"),
        (1.5e-6, "0.0000015"),
        (1.5e-7, "1.5e-7"),
        (-2.25e-10, "-2.25e-10"),
        (5e-324, "5e-324"),
        (1e20, "100000000000000000000"),
        (1e21, "1e+21"),
        (278908409818195066880.0, "278908409818195070000"),
        ([1.0, -2.0, 1e16, {"a": 0.0}], '[1,-2,10000000000000000,{"a":0}]'),
        ([1e-5, 1.5e-7, 1e-10, 2e-45, 0.25, 10.05], "[0.00001,1.5e-7,1e-10,2e-45,0.25,10.05]"),
        ({"a": [1.5e21, 3]}, '{"a":[1.5e+21,3]}'),
        ([10**30, 2.5], "[1000000000000000000000000000000,2.5]"),
        ({"v": "1.0, 2.0]", "e": "stage-0, e+1", "n": 1}, '{"e":"stage-0, e+1","n":1,"v":"1.0, 2.0]"}'),
        ({"v": '":1.0,', "w": [":1e-07"]}, '{"v":"\\":1.0,","w":[":1e-07"]}'),
        ({"é": "😀", "a": "\ud7ff"}, '{"a":"\ud7ff","é":"😀"}'),
        ("€\u000f\n'B\"\\/", '"€\\u000f\\n\'B\\"\\\\/"'),
        # RFC 8785, 3.2.3: sorted by UTF-16 code units, so an astral key stands before U+FB33.
        ({"\ufb33": 1, "\U0001f600": 2}, '{"\U0001f600":2,"\ufb33":1}'),
    ],
)
def test_text_is_that_of_the_standard(value: Any, text: str) -> None:
    assert canonical_json(value) == text


@given(st.floats(-1e21, 1e21, exclude_min=True, exclude_max=True).map(round).map(float))
def test_a_whole_float_is_written_with_the_shortest_digits_that_name_it(value: float) -> None:
    assert canonical_json(value) == str(int(Decimal(repr(value))))


@pytest.mark.parametrize("value", [math.nan, math.inf, [-math.inf]])
def test_numbers_that_are_not_finite_are_refused(value: Any) -> None:
    with pytest.raises(ValueError, match="JSON compliant"):
        canonical_bytes(value)


def test_digest_does_not_depend_on_key_order() -> None:
    assert digest({"a": 1, "b": 2}) == digest({"b": 2, "a": 1})
    assert digest({"a": 1}) != digest({"a": 2})
