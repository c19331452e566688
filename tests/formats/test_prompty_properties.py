"""Declared properties as JSON Schema."""

from __future__ import annotations

from typing import Any

import pytest

from promptops.formats.prompty.properties import is_stated, object_schema, properties_of, schema_of, unsaid
from promptops.resources.schema_check import schema_problems


@pytest.mark.parametrize(
    ("written", "schema"),
    [
        ({"type": "string"}, {"type": "string"}),
        ({"type": "int", "default": 3}, {"type": "integer", "default": 3}),
        ({"kind": "float"}, {"type": "number"}),
        ({"type": "list", "sample": ["a"]}, {"type": "array", "examples": [["a"]]}),
        ({"kind": "thread", "description": "What was said"}, {"description": "What was said"}),
        ({"kind": "string", "enumValues": ["a", "b"]}, {"type": "string", "enum": ["a", "b"]}),
        ({"kind": "array", "items": {"kind": "string"}}, {"type": "array", "items": {"type": "string"}}),
        (
            {"kind": "object", "properties": [{"name": "a", "kind": "boolean", "required": True}]},
            {"type": "object", "properties": {"a": {"type": "boolean"}}, "required": ["a"]},
        ),
        ("Jane", {"type": "string", "examples": ["Jane"]}),
        (5, {"type": "integer", "examples": [5]}),
        (True, {"type": "boolean", "examples": [True]}),
        (None, {}),
        ({"type": 5, "description": 5, "default": None, "enum": []}, {}),
    ],
)
def test_a_property_is_a_schema(written: Any, schema: dict[str, Any]) -> None:
    (each,) = properties_of({"name": written}, ("inputs",))
    assert schema_of(each) == schema
    assert schema_problems(schema_of(each)) == []


def test_a_list_gives_the_names_in_it_and_a_mapping_its_keys() -> None:
    listed = properties_of([{"name": "a"}, "b", {"kind": "string"}, {"name": 5}], ("inputs",))
    assert [(each.name, each.keys, each.name_keys) for each in listed] == [("a", ("inputs", 0), ("inputs", 0, "name"))]
    mapped = properties_of({"a": 1}, ("inputs",))
    assert [(each.name, each.keys, each.name_keys) for each in mapped] == [("a", ("inputs", "a"), ("inputs", "a"))]
    assert properties_of("inputs.json", ("inputs",)) == ()


def test_a_name_that_is_given_twice_is_required_once() -> None:
    twice = properties_of([{"name": "a", "required": True}, {"name": "a", "required": True}], ())
    schema = object_schema(twice, is_stated)
    assert schema["required"] == ["a"]
    assert schema_problems(schema) == []


def test_what_a_schema_cannot_say_is_left() -> None:
    found = properties_of({"a": {"type": "string", "is_chat_input": True}, "b": {"kind": "image"}, "c": "text"}, ())
    assert unsaid(found) == {"a": {"is_chat_input": True}, "b": {"kind": "image"}}
