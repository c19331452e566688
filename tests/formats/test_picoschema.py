"""Picoschema becomes the JSON Schema that dotprompt makes of it."""

from __future__ import annotations

from typing import Any

import pytest

from promptops.formats.dotprompt.picoschema import Converted, convert
from promptops.sources.yaml import read_yaml


def converted(written: str) -> Converted:
    (document,), faults = read_yaml(written)
    assert not faults
    return convert(document.value["schema"], document, ("schema",))


def closed(properties: dict[str, Any], *required: str) -> dict[str, Any]:
    schema = {"type": "object", "properties": properties, "additionalProperties": False}
    return {**schema, "required": list(required)} if required else schema


STRING = {"type": "string"}
CASES: dict[str, Any] = {
    "schema: string": STRING,
    "schema: number, the description": {"type": "number", "description": "the description"},
    "schema: 'number,a, b'": {"type": "number", "description": "a, b"},
    "schema: {a: string, b: 'integer, how many'}": closed(
        {"a": STRING, "b": {"type": "integer", "description": "how many"}}, "a", "b"
    ),
    "schema: {a?: boolean}": closed({"a": {"type": ["boolean", "null"]}}),
    "schema: {a: any, 'b?': 'any, whatever'}": closed({"a": {}, "b": {"description": "whatever"}}, "a"),
    "schema: {a: 'null'}": closed({"a": {"type": "null"}}, "a"),
    "schema: {a(array): string}": closed({"a": {"type": "array", "items": STRING}}, "a"),
    "schema: {'a?(array, the as)': string}": closed(
        {"a": {"type": ["array", "null"], "items": STRING, "description": "the as"}}
    ),
    "schema: {a(array): {b: string}}": closed({"a": {"type": "array", "items": closed({"b": STRING}, "b")}}, "a"),
    "schema: {'a(object, the a)': {b?: string}}": closed(
        {"a": {**closed({"b": {"type": ["string", "null"]}}), "description": "the a"}}, "a"
    ),
    "schema: {a?(object): {b: string}}": closed({"a": {**closed({"b": STRING}, "b"), "type": ["object", "null"]}}),
    "schema: {a: {b: string}}": closed({"a": closed({"b": STRING}, "b")}, "a"),
    "schema: {a(enum): [x, y]}": closed({"a": {"enum": ["x", "y"]}}, "a"),
    "schema: {a?(enum): [x, y]}": closed({"a": {"enum": ["x", "y", None]}}),
    "schema: {a?(enum): [x, null]}": closed({"a": {"enum": ["x", None]}}),
    "schema: {a: string, (*): number}": {**closed({"a": STRING}, "a"), "additionalProperties": {"type": "number"}},
    "schema: {(*): 'string, anything'}": {
        **closed({}),
        "additionalProperties": {"type": "string", "description": "anything"},
    },
    "schema: {'a(array, up to five (5) as)': string}": closed(
        {"a": {"type": "array", "items": STRING, "description": "up to five"}}, "a"
    ),
    # JSON Schema is left as it is.
    "schema: {type: object, properties: {a: {type: string}}}": {"type": "object", "properties": {"a": STRING}},
    "schema: {properties: {a: {type: string}}}": {"type": "object", "properties": {"a": STRING}},
    "schema: {type: array, items: {type: string}}": {"type": "array", "items": STRING},
    # In these `type` and `properties` are names like any other.
    "schema: {type: 'string, what it is'}": closed({"type": {**STRING, "description": "what it is"}}, "type"),
    "schema: {properties: string}": closed({"properties": STRING}, "properties"),
    "schema: ''": None,
    "schema:": None,
}


@pytest.mark.parametrize("written", CASES)
def test_it_becomes_json_schema(written: str) -> None:
    found = converted(written)
    assert (found.schema, found.faults, found.is_open) == (CASES[written], (), False)


@pytest.mark.parametrize(
    ("written", "schema"),
    [
        ("schema: Recipe", None),
        ("schema: 'Recipe, what to cook'", None),
        ("schema: {a: Recipe}", closed({"a": {}}, "a")),
        ("schema: {a(array): 'Recipe, one'}", closed({"a": {"type": "array", "items": {"description": "one"}}}, "a")),
    ],
)
def test_a_schema_that_the_program_registers_may_be_anything(written: str, schema: Any) -> None:
    found = converted(written)
    assert (found.schema, found.faults, found.is_open) == (schema, (), True)


@pytest.mark.parametrize(
    ("written", "message", "place", "help"),
    [
        (
            "schema: {a: 'string[]'}",
            "`string[]` is no type of Picoschema, nor the name of a schema",
            "'string[]'",
            "name(array)",
        ),
        ("schema: {a: x | y}", "`x | y` is no type of Picoschema, nor the name of a schema", "x | y", "name(enum)"),
        ("schema: {a: int}", "Picoschema has no type `int`", "int", "write `integer`"),
        ("schema: {a: 'array, of b'}", "Picoschema has no type `array`", "'array, of b'", "name(array)"),
        (
            "schema: {a(list): string}",
            "`list` is no type for the brackets of Picoschema",
            "a(list)",
            "`array`, `object`",
        ),
        ("schema: {a (array): string}", "the blank in `a (array)` is a part of the name", "string", "right behind"),
        ("schema: {a: [string]}", "Picoschema has a type or a mapping here, not a list", "[string]", "name(array)"),
        ("schema: {a: 5}", "Picoschema has a type or a mapping here, not `5`", "5", "such as `string`"),
        ("schema: {a(enum): string}", "an enum is a list of values, not `string`", "string", ""),
        (
            "schema: {type: object, properties: {a: string}}",
            "a type of Picoschema stands in a JSON Schema",
            "string}",
            "leave out",
        ),
        ("schema: {type: array, items: string}", "a type of Picoschema stands in a JSON Schema", "string", "leave out"),
    ],
)
def test_what_dotprompt_refuses_is_a_fault(written: str, message: str, place: str, help: str) -> None:
    found = converted(written)
    (fault,) = found.faults
    assert found.schema is None
    assert (fault.rule, fault.message) == ("invalid-value", message)
    assert help in (fault.help or "")
    assert written[fault.place.column - 1 :].startswith(place)


def test_parts_of_the_schema_lead_back_to_the_file() -> None:
    found = converted("schema: {'a?(array, the as)': {b(enum): [x]}}")
    below_a = ("schema", "a?(array, the as)")
    assert found.places["properties", "a"] == below_a
    assert found.places["properties", "a", "items", "properties", "b"] == (*below_a, "b(enum)")
    assert found.places["properties", "a", "items", "properties", "b", "enum"] == (*below_a, "b(enum)")


def test_properties_without_a_type_are_read_in_more_than_one_way() -> None:
    found = converted("schema: {properties: {a: string}}")
    assert (found.schema, found.faults, found.is_open) == (None, (), True)
