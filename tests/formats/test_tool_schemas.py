from __future__ import annotations

from typing import Any

import pytest

from promptops.formats.tools.schemas import from_gemini, from_python_types
from promptops.resources.schema_check import schema_problems


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ({"type": "STRING", "enum": ["A"]}, {"type": "string", "enum": ["A"]}),
        ({"type": "STRING", "nullable": True}, {"type": ["string", "null"]}),
        (
            {"type": "STRING", "nullable": True, "enum": ["A"], "format": "enum"},
            {"type": ["string", "null"], "enum": ["A", None], "format": "enum"},
        ),
        ({"type": "STRING", "nullable": False}, {"type": "string"}),
        ({"type": "TYPE_UNSPECIFIED"}, {}),
        ({"type": "string", "nullable": True}, {"type": ["string", "null"]}),
        (
            {"any_of": [{"type": "STRING"}, {"type": "INTEGER"}], "nullable": True},
            {"anyOf": [{"type": "string"}, {"type": "integer"}, {"type": "null"}]},
        ),
        (
            {"type": "ARRAY", "minItems": "1", "max_items": 5, "items": {"type": "NUMBER"}},
            {"type": "array", "minItems": 1, "maxItems": 5, "items": {"type": "number"}},
        ),
        (
            {"type": "OBJECT", "defs": {"P": {"type": "OBJECT"}}, "properties": {"p": {"ref": "#/defs/P"}}},
            {"type": "object", "$defs": {"P": {"type": "object"}}, "properties": {"p": {"$ref": "#/$defs/P"}}},
        ),
        (
            {"type": "OBJECT", "properties": {"type": {"type": "STRING", "default": {"type": "X"}}}},
            {"type": "object", "properties": {"type": {"type": "string", "default": {"type": "X"}}}},
        ),
        ({"type": 5, "properties": [], "minItems": "many"}, {"type": 5, "properties": [], "minItems": "many"}),
        (None, None),
    ],
)
def test_geminis_spelling_is_json_schema(written: Any, expected: Any) -> None:
    assert from_gemini(written) == expected


def test_what_is_spelt_in_json_schema_is_valid() -> None:
    written = {
        "type": "OBJECT",
        "propertyOrdering": ["a"],
        "properties": {"a": {"type": "ARRAY", "items": {"type": "STRING", "nullable": True}, "example": ["x"]}},
    }
    assert schema_problems(written)
    assert schema_problems(from_gemini(written)) == []


def test_python_types_are_json_schema() -> None:
    written = {
        "type": "dict",
        "properties": {
            "a": {"type": "float", "format": "float"},
            "b": {"type": "array", "items": [{"type": "tuple"}, {"type": "String"}]},
            "c": {"type": "any"},
        },
    }
    read = from_python_types(written)
    assert schema_problems(read) == []
    assert read["properties"]["a"] == {"type": "number", "format": "float"}
    assert read["properties"]["b"]["items"] == [{"type": "array"}, {"type": "string"}]
    assert written["type"] == "dict"
