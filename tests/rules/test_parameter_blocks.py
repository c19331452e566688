from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from promptops.rules.parameter_blocks import parameters_of

STRAY = {"properties": {"parameters": {"max_tokens": 5}}}

LEAVES = st.none() | st.integers() | st.text(alphabet='{}"\\,:a', max_size=4)
KEYS = st.sampled_from(["parameters", "a", "b", '"parameters":{'])
VALUES = st.recursive(LEAVES, lambda inner: st.lists(inner, max_size=2) | st.dictionaries(KEYS, inner, max_size=3))
BLOCKS = st.none() | st.dictionaries(KEYS, VALUES, max_size=3)


def data_of(resource: dict[str, Any]) -> str:
    return json.dumps(resource, ensure_ascii=False, separators=(",", ":"))


@pytest.mark.parametrize(
    ("resource", "parameters"),
    [
        pytest.param({"name": "p"}, {}, id="none"),
        pytest.param({"parameters": {"n": 2}}, {"n": 2}, id="all there is"),
        pytest.param({"parameters": {"n": 2}, "variants": [{"a": {}}]}, {"n": 2}, id="others behind"),
        pytest.param({"parameters": {"stop": ["}"], "n": 2}}, {"stop": ["}"], "n": 2}, id="a brace in a text"),
        pytest.param({"parameters": {"a": {"b": 1}}, "x": 0}, {"a": {"b": 1}}, id="a block in it"),
        pytest.param({"inputs": STRAY}, {}, id="of something else"),
        pytest.param({"inputs": STRAY, "parameters": {"n": 2}}, {"n": 2}, id="behind those of something else"),
        pytest.param({"parameters": {"n": 2}, "output": STRAY}, {"n": 2}, id="before those of something else"),
        pytest.param({"tools": [{"parameters": {"n": 2}}]}, {}, id="in a list"),
    ],
)
def test_the_parameters_of_a_resource(resource: dict[str, Any], parameters: dict[str, Any]) -> None:
    assert parameters_of(data_of(resource)) == parameters


@given(
    resource=st.dictionaries(KEYS.filter(lambda key: key != "parameters"), VALUES, max_size=3),
    block=BLOCKS,
    further=st.dictionaries(st.sampled_from(["c", "d"]), VALUES, max_size=2),
)
@example(resource={"a": {"parameters": {"a": 1}}}, block=None, further={})
def test_they_are_those_that_a_reader_of_all_of_it_finds(
    resource: dict[str, Any], block: dict[str, Any] | None, further: dict[str, Any]
) -> None:
    whole = {**resource, "parameters": block, **further}
    assert parameters_of(data_of(whole)) == (block or {})
