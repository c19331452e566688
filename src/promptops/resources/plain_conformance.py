"""Whether a value certainly conforms to a schema of everyday keywords: without a validator, in a few microseconds."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from typing import Any, Final

_TYPES: dict[str, Callable[[Any], bool]] = {
    "string": lambda value: isinstance(value, str),
    "integer": lambda value: type(value) is int,
    "number": lambda value: type(value) is int or type(value) is float,
    "boolean": lambda value: isinstance(value, bool),
    "null": lambda value: value is None,
    "array": lambda value: isinstance(value, list),
    "object": lambda value: isinstance(value, dict),
}
_SAY_NOTHING = frozenset({"title", "description", "default", "examples", "$schema", "$comment", "format", "deprecated"})
_DECIDED = frozenset({"type", "enum", "required", "properties", "additionalProperties", "items"})
_BOUNDS: dict[str, Callable[[Any, Any], bool]] = {
    "minimum": lambda value, bound: not _TYPES["number"](value) or value >= bound,
    "maximum": lambda value, bound: not _TYPES["number"](value) or value <= bound,
    "minLength": lambda value, bound: not isinstance(value, str) or len(value) >= bound,
    "maxLength": lambda value, bound: not isinstance(value, str) or len(value) <= bound,
    "minItems": lambda value, bound: not isinstance(value, list) or len(value) >= bound,
    "maxItems": lambda value, bound: not isinstance(value, list) or len(value) <= bound,
}
MOST_LISTED: Final = 256
"""Values of `enum`, or names of `required`, that one value is compared with: longer lists are for the validator, which
counts its work."""
_KNOWN = _SAY_NOTHING | _DECIDED | _BOUNDS.keys()


def plainly_conforms(schema: Any, value: Any) -> bool:
    """Say whether a value conforms for certain; False says nothing, for a validator has to decide then.

    The schema has passed `schema_problems`.
    """
    if not isinstance(schema, dict) or not _KNOWN.issuperset(schema):
        return False
    kind = schema.get("type")
    if kind is not None and not (isinstance(kind, str) and _TYPES[kind](value)):
        return False
    if "enum" in schema and not _is_listed(schema["enum"], value):
        return False
    if not all(holds(value, schema[bound]) for bound, holds in _BOUNDS.items() if bound in schema):
        return False
    if isinstance(value, dict):
        return _properties_conform(schema, value)
    return not isinstance(value, list) or _items_conform(schema, value)


def _is_listed(listed: Collection[Any], value: Any) -> bool:
    return type(value) is str and len(listed) <= MOST_LISTED and value in listed


def _properties_conform(schema: Mapping[str, Any], value: dict[str, Any]) -> bool:
    properties, required = schema.get("properties", {}), schema.get("required", ())
    if len(required) > MOST_LISTED or not all(name in value for name in required):
        return False
    if schema.get("additionalProperties", True) is not True and not properties.keys() >= value.keys():
        return False
    return all(plainly_conforms(properties[key], item) for key, item in value.items() if key in properties)


def _items_conform(schema: Mapping[str, Any], value: list[Any]) -> bool:
    return "items" not in schema or all(plainly_conforms(schema["items"], item) for item in value)
