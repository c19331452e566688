"""Schemas of parameters as some providers spell them, in JSON Schema's own spelling."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

_NESTED_MAPS = ("properties", "$defs", "defs", "definitions")
_NESTED_LISTS = ("anyOf", "any_of", "oneOf", "allOf", "prefixItems", "prefix_items", "items")
_NESTED = ("items", "additionalProperties", "additional_properties")
_COUNTS = ("minItems", "maxItems", "minLength", "maxLength", "minProperties", "maxProperties")
_GEMINI_SPELLING: Mapping[str, str] = {
    "any_of": "anyOf",
    "prefix_items": "prefixItems",
    "additional_properties": "additionalProperties",
    "min_items": "minItems",
    "max_items": "maxItems",
    "min_length": "minLength",
    "max_length": "maxLength",
    "min_properties": "minProperties",
    "max_properties": "maxProperties",
    "property_ordering": "propertyOrdering",
    "defs": "$defs",
    "ref": "$ref",
}
_DEFS = "#/defs/"
_DIGITS = re.compile("[0-9]{1,15}")
_UNSPECIFIED = "type_unspecified"
_PYTHON_TYPES: Mapping[str, str] = {
    **dict.fromkeys(("byte", "short", "long", "Bigint"), "integer"),
    **dict.fromkeys(("float", "double"), "number"),
    **dict.fromkeys(("any", "Any", "char", "String"), "string"),
    **dict.fromkeys(("list", "tuple", "ArrayList", "Array", "Queue", "Stack"), "array"),
    **dict.fromkeys(("dict", "HashMap", "Hashtable"), "object"),
    "bool": "boolean",
}

Schema = dict[str, Any]


def is_upper_case(schema: Mapping[str, Any]) -> bool:
    """Say whether a schema spells its type as Gemini does: `OBJECT`."""
    kind = schema.get("type")
    return isinstance(kind, str) and kind.isupper()


def from_gemini(schema: Any) -> Any:
    """Return a schema of Gemini's: types in upper case, `nullable`, counts as strings, keys as Python writes them."""
    return _walked(schema, _gemini)


def from_python_types(schema: Any) -> Any:
    """Return a schema whose types are named as in the function calling leaderboard: `dict`, `float`, `tuple`."""
    return _walked(schema, _python)


def _walked(schema: Any, change: Callable[[Schema], Schema]) -> Any:
    """Return a schema with every subschema changed, and all else, such as examples and defaults, as it is."""
    if not isinstance(schema, dict):
        return schema
    copy = dict(schema)
    for key in _NESTED_MAPS:
        if isinstance(copy.get(key), dict):
            copy[key] = {name: _walked(item, change) for name, item in copy[key].items()}
    for key in _NESTED_LISTS:
        if isinstance(copy.get(key), list):
            copy[key] = [_walked(item, change) for item in copy[key]]
    for key in _NESTED:
        if isinstance(copy.get(key), dict):
            copy[key] = _walked(copy[key], change)
    return change(copy)


def _gemini(schema: Schema) -> Schema:
    schema = {_GEMINI_SPELLING.get(key, key): value for key, value in schema.items()}
    kind = schema.get("type")
    if isinstance(kind, str) and kind.isupper():
        schema["type"] = kind.lower()
        if schema["type"] == _UNSPECIFIED:
            del schema["type"]
    for key in _COUNTS:
        count = schema.get(key)
        if isinstance(count, str) and _DIGITS.fullmatch(count):
            schema[key] = int(count)
    reference = schema.get("$ref")
    if isinstance(reference, str) and reference.startswith(_DEFS):
        schema["$ref"] = f"#/$defs/{reference.removeprefix(_DEFS)}"
    return _with_null(schema)


def _with_null(schema: Schema) -> Schema:
    """Return a schema that says `nullable` as one of which null is a type."""
    if not isinstance(schema.get("nullable"), bool):
        return schema
    if not schema.pop("nullable"):
        return schema
    if isinstance(schema.get("type"), str) and schema["type"] != "null":
        schema["type"] = [schema["type"], "null"]
    if isinstance(schema.get("enum"), list):
        schema["enum"] = [*schema["enum"], None]
    if isinstance(schema.get("anyOf"), list):
        schema["anyOf"] = [*schema["anyOf"], {"type": "null"}]
    return schema


def _python(schema: Schema) -> Schema:
    kind = schema.get("type")
    if isinstance(kind, str):
        schema["type"] = _PYTHON_TYPES.get(kind, kind)
    return schema
