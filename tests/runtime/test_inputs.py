"""Inputs are checked by the declared subset of JSON Schema, and messages never hold a value."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from promptops.runtime.errors import InputError
from promptops.runtime.inputs import Inputs

SCHEMA = {
    "type": "object",
    "properties": {
        "order": {"type": "string", "minLength": 2, "maxLength": 4},
        "count": {"type": "integer", "minimum": 1, "exclusiveMaximum": 10},
        "tone": {"enum": ["plain", "warm"], "default": "plain"},
        "share": {"type": ["number", "null"], "maximum": 1, "exclusiveMinimum": 0},
        "items": {"type": "array", "minItems": 1, "maxItems": 2, "items": {"type": "object", "required": ["id"]}},
        "flag": {"type": "boolean"},
        "same": {"const": 1},
    },
    "required": ["order"],
    "additionalProperties": False,
}


def problems(**values: Any) -> str:
    with pytest.raises(InputError) as caught:
        Inputs(SCHEMA).checked("prompt:reply@1", values)
    assert caught.value.help == "it takes `order`, `count`, `tone`, `share`, `items`, `flag`, `same`"
    return str(caught.value).removeprefix("`prompt:reply@1` cannot be rendered: ")


def test_defaults_stand_in_for_what_is_left_out() -> None:
    assert Inputs(SCHEMA).checked("p", {"order": "KO"}) == {"order": "KO", "tone": "plain"}
    assert Inputs(SCHEMA).checked("p", {"order": "KO", "tone": "warm"})["tone"] == "warm"
    assert Inputs({}).checked("p", {"anything": object}) == {"anything": object}


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({}, "`order` is missing"),
        ({"order": 7}, "`order` must be a string"),
        ({"order": "K"}, "`order` must have at least 2 characters"),
        ({"order": "SECRET"}, "`order` must have at most 4 characters"),
        ({"order": "KO", "count": True}, "`count` must be a whole number"),
        ({"order": "KO", "count": 0}, "`count` must be at least 1"),
        ({"order": "KO", "count": 10}, "`count` must be below 10"),
        ({"order": "KO", "share": float("nan")}, "`share` must be a number or null"),
        ({"order": "KO", "share": 0}, "`share` must be above 0"),
        ({"order": "KO", "tone": "rude"}, "`tone` must be one of `plain`, `warm`"),
        ({"order": "KO", "same": True}, "`same` must be `1`"),
        ({"order": "KO", "items": []}, "`items` must have at least 1 items"),
        ({"order": "KO", "items": [{}]}, "`items[0].id` is missing"),
        ({"order": "KO", "oder": "x"}, "`oder` is not known"),
        ({"oder": "x"}, "`order` is missing; `oder` is not known"),
    ],
)
def test_what_is_wrong_is_said_without_the_value(values: dict[str, Any], message: str) -> None:
    assert problems(**values) == message


_values = st.recursive(
    st.none() | st.booleans() | st.integers(-3, 12) | st.floats(-2, 12) | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["id", "x"]), inner, max_size=2),
    max_leaves=6,
)


@given(st.dictionaries(st.sampled_from([*SCHEMA["properties"], "other"]), _values))  # type: ignore[misc]  # a dict of them
def test_the_same_is_accepted_as_by_a_validator_of_json_schema(values: dict[str, Any]) -> None:
    expected = Draft202012Validator(SCHEMA).is_valid(values)
    try:
        Inputs(SCHEMA).checked("p", values)
    except InputError:
        assert not expected
    else:
        assert expected
