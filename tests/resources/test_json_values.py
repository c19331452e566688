from __future__ import annotations

import json
import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from promptops.resources.json_values import MAX_INTEGER, json_problem
from promptops.resources.rejections import Problem

BEYOND = ("is beyond 2^53, where JSON loses digits", "write it as a string, in quotes")


@pytest.mark.parametrize(
    ("value", "problem"),
    [
        (None, None),
        (True, None),
        (MAX_INTEGER, None),
        (-MAX_INTEGER, None),
        (MAX_INTEGER + 1, Problem(*BEYOND)),
        (-MAX_INTEGER - 1, Problem(*BEYOND)),
        (math.nan, Problem("must be a finite number")),
        ({"a": [1, {"b": -math.inf}]}, Problem("must be a finite number", None, ("a", 1, "b"))),
        ([[], {}, [2**53]], Problem(*BEYOND, (2, 0))),
    ],
)
def test_numbers_that_json_cannot_carry(value: Any, problem: Problem | None) -> None:
    assert json_problem(value) == problem


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
        lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    )
)
def test_what_is_sound_survives_json(value: Any) -> None:
    if json_problem(value) is None:
        assert json.loads(json.dumps(value, allow_nan=False), parse_int=float) == value


def test_depth_is_no_matter() -> None:
    value: Any = math.nan
    for _ in range(1000):
        value = [value]
    problem = json_problem(value)
    assert problem is not None
    assert len(problem.keys) == 1000
