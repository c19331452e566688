"""What conforms plainly conforms: the validator has the last word on generated schemas and values."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from promptops.resources.plain_conformance import MOST_LISTED, plainly_conforms

SCALARS = st.none() | st.booleans() | st.integers(-3, 3) | st.floats(-3, 3) | st.text("ab", max_size=3)
VALUES = st.recursive(
    SCALARS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from("abc"), inner, max_size=3)
)
TYPES = st.sampled_from(["string", "integer", "number", "boolean", "null", "array", "object"])


def schemas(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.fixed_dictionaries(
        {},
        optional={
            "type": TYPES | st.lists(TYPES, min_size=1, max_size=2, unique=True),
            "enum": st.lists(VALUES, min_size=1, max_size=3),
            "const": SCALARS,
            "required": st.lists(st.sampled_from("abc"), unique=True, max_size=2),
            "properties": st.dictionaries(st.sampled_from("abc"), inner, max_size=3),
            "additionalProperties": st.booleans() | inner,
            "items": st.booleans() | inner,
            "minimum": st.integers(-2, 2),
            "maximum": st.floats(-2, 2),
            "minLength": st.integers(0, 2),
            "maxLength": st.integers(0, 2),
            "minItems": st.integers(0, 2),
            "maxItems": st.integers(0, 2),
            "description": st.just("words"),
        },
    )


SCHEMAS = st.recursive(schemas(st.just({})), schemas, max_leaves=6)


@given(SCHEMAS, VALUES)
@settings(max_examples=500, deadline=None)
def test_nothing_is_accepted_that_the_validator_refuses(schema: Any, value: Any) -> None:
    assume(plainly_conforms(schema, value))
    assert Draft202012Validator(schema).is_valid(value)


def test_an_everyday_schema_is_decided() -> None:
    schema = {
        "type": "object",
        "required": ["verdict"],
        "additionalProperties": False,
        "properties": {
            "verdict": {"type": "string", "enum": ["yes", "no"]},
            "scores": {"type": "array", "items": {"type": "number", "minimum": 0}},
        },
    }
    assert plainly_conforms(schema, {"verdict": "yes", "scores": [0.5, 1]})
    assert not plainly_conforms(schema, {"verdict": "maybe"})
    assert not plainly_conforms(schema, {"scores": []})
    assert not plainly_conforms(schema, {"verdict": "no", "more": 1})


@pytest.mark.parametrize(("count", "is_decided"), [(MOST_LISTED, True), (MOST_LISTED + 1, False), (100_000, False)])
def test_long_lists_are_left_to_the_validator_that_counts_its_work(count: int, is_decided: bool) -> None:  # noqa: FBT001 - a table
    """Else each of many values would be looked for among many."""
    names = [f"n{number}" for number in range(count)]
    assert plainly_conforms({"items": {"enum": names}}, names) is is_decided
    assert plainly_conforms({"items": {"required": names}}, [dict.fromkeys(names, 1)]) is is_decided
