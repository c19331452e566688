from __future__ import annotations

from typing import Any

import pytest

from promptops.resources.inputs import read_inputs
from promptops.resources.rejections import Problem, RefusedError


@pytest.mark.parametrize(
    ("written", "properties", "required"),
    [
        ({}, {}, []),
        ({"a": "string"}, {"a": {"type": "string"}}, ["a"]),
        ({"a": "array?"}, {"a": {"type": "array"}}, []),
        ({"a": {"type": "number"}}, {"a": {"type": "number"}}, ["a"]),
        ({"a": {"enum": [1, 2], "default": 1}}, {"a": {"enum": [1, 2], "default": 1}}, []),
        ({"type": "string", "b": "integer"}, {"type": {"type": "string"}, "b": {"type": "integer"}}, ["type", "b"]),
        ({"type": "object", "customer": "string"}, {"type": {"type": "object"}, "customer": {"type": "string"}}, None),
        ({"properties": "object"}, {"properties": {"type": "object"}}, ["properties"]),
        (
            {"a": {"$ref": "#/properties/b"}, "b": "string"},
            {"a": {"$ref": "#/properties/b"}, "b": {"type": "string"}},
            None,
        ),
    ],
)
def test_the_shorthand(written: dict[str, Any], properties: dict[str, Any], required: list[str] | None) -> None:
    assert read_inputs(written) == {
        "type": "object",
        "properties": properties,
        "required": list(properties) if required is None else required,
        "additionalProperties": False,
    }


@pytest.mark.parametrize(
    ("written", "added"),
    [
        ({"type": "object"}, {"properties": {}, "required": []}),
        ({"properties": {"a": {}}}, {"type": "object", "required": []}),
        ({"$ref": "#/$defs/a", "$defs": {"a": {}}}, {"type": "object", "properties": {}, "required": []}),
        ({"type": "object", "properties": {"a": True}, "required": ["a"], "additionalProperties": True}, {}),
    ],
)
def test_a_json_schema_keeps_what_it_says(written: dict[str, Any], added: dict[str, Any]) -> None:
    assert read_inputs(written) == {**written, **added}


@pytest.mark.parametrize("written", [{"a": "string", "b": {"type": "array"}}, {"properties": {"a": {}}}])
def test_the_full_form_is_read_back_the_same(written: dict[str, Any]) -> None:
    full = read_inputs(written)
    assert read_inputs(full) == full


@pytest.mark.parametrize(
    ("written", "problem"),
    [
        ("order_id", Problem("must be a mapping of names to types, not a string")),
        ({"a": "strng"}, Problem("is `strng`, which is not a type", "did you mean `string`?", ("a",))),
        ({"a": "str?"}, Problem("is `str`, which is not a type", "did you mean `string`?", ("a",))),
        ({"a": None}, Problem("has no value", "write one, or remove the key", ("a",))),
        ({"a": ["plain", "warm"]}, Problem("must be a type or a JSON Schema, not a list", None, ("a",))),
        ({"a": {"type": "txt", "enum": 1}}, Problem("must be a list of values, not `1`", None, ("a", "enum"))),
        (
            {"order-id": "string"},
            Problem(
                "has `order-id`, which cannot be the name of an input",
                "a template can use letters, digits and `_`, beginning with no digit",
            ),
        ),
        (
            {"type": "array", "properties": {}},
            Problem("must be `object`: inputs are passed by name", None, ("type",)),
        ),
        (
            {"properties": {"a": {"type": "flaot"}}},
            Problem("is `flaot`, which is not a type", "did you mean `number`?", ("properties", "a", "type")),
        ),
    ],
)
def test_what_is_refused_where_it_is_written(written: Any, problem: Problem) -> None:
    with pytest.raises(RefusedError) as refusal:
        read_inputs(written)
    assert problem in refusal.value.problems
