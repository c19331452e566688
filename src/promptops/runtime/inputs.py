"""Whether what an application passes is what a prompt declares to take.

Of JSON Schema, these keywords are checked: `type`, `enum`, `const`, `properties`, `required`, `additionalProperties`,
`items`, and the bounds of numbers, lengths and counts. Patterns and combinations are the compiler's business. A message
names the input and what it must be, never its value, which may be somebody's.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from math import isfinite
from typing import Any

from promptops.runtime.errors import InputError

_MOST_LISTED = 12
_MOST_TOLD = 5


def _is_number(value: object) -> bool:
    if isinstance(value, float):
        return isfinite(value)
    return isinstance(value, int) and not isinstance(value, bool)


def _is_integer(value: Any) -> bool:
    return _is_number(value) and value == int(value)


_TYPES: Mapping[str, tuple[Callable[[Any], bool], str]] = {
    "string": (lambda value: isinstance(value, str), "a string"),
    "integer": (_is_integer, "a whole number"),
    "number": (_is_number, "a number"),
    "boolean": (lambda value: isinstance(value, bool), "true or false"),
    "null": (lambda value: value is None, "null"),
    "array": (lambda value: isinstance(value, list | tuple), "a list"),
    "object": (lambda value: isinstance(value, Mapping), "a mapping"),
}
_BOUNDS: Mapping[str, tuple[Callable[[Any], bool], Callable[[Any, Any], bool], str]] = {
    "minimum": (_is_number, lambda value, bound: value >= bound, "must be at least {}"),
    "maximum": (_is_number, lambda value, bound: value <= bound, "must be at most {}"),
    "exclusiveMinimum": (_is_number, lambda value, bound: value > bound, "must be above {}"),
    "exclusiveMaximum": (_is_number, lambda value, bound: value < bound, "must be below {}"),
    "minLength": (_TYPES["string"][0], lambda value, bound: len(value) >= bound, "must have at least {} characters"),
    "maxLength": (_TYPES["string"][0], lambda value, bound: len(value) <= bound, "must have at most {} characters"),
    "minItems": (_TYPES["array"][0], lambda value, bound: len(value) >= bound, "must have at least {} items"),
    "maxItems": (_TYPES["array"][0], lambda value, bound: len(value) <= bound, "must have at most {} items"),
}


class Inputs:
    """The declared inputs of a prompt: the JSON Schema of an object."""

    def __init__(self, schema: Mapping[str, Any]) -> None:
        self._schema = schema
        properties = schema.get("properties", {})
        self.defaults = {
            name: each["default"] for name, each in properties.items() if isinstance(each, dict) and "default" in each
        }

    def checked(self, prompt: str, values: Mapping[str, Any]) -> dict[str, Any]:
        """Return the values, with the defaults of those that are left out.

        Raises:
            InputError: a value is missing, unknown, or not what is declared.
        """
        found = list(_problems(self._schema, values, ""))
        if not found:
            return {**self.defaults, **values}
        told = "; ".join(found[:_MOST_TOLD]) + ("; …" if len(found) > _MOST_TOLD else "")
        names = ", ".join(f"`{name}`" for name in self._schema.get("properties", {})) or "nothing"
        raise InputError("wrong-input", f"`{prompt}` cannot be rendered: {told}", f"it takes {names}")


def _problems(schema: Any, value: Any, place: str) -> Iterator[str]:
    """Yield what is wrong with a value, as sentences that begin with its place."""
    if not isinstance(schema, dict):
        return
    name = f"`{place}`" if place else "the inputs"
    kinds = schema.get("type", ())
    kinds = (kinds,) if isinstance(kinds, str) else kinds
    if kinds and not any(kind in _TYPES and _TYPES[kind][0](value) for kind in kinds):
        expected = " or ".join(_TYPES[kind][1] for kind in kinds if kind in _TYPES)
        yield f"{name} must be {expected}"
        return
    if "enum" in schema and not any(_same(value, each) for each in schema["enum"]):
        yield f"{name} must be one of {_listed(schema['enum'])}"
    if "const" in schema and not _same(value, schema["const"]):
        yield f"{name} must be {_listed([schema['const']])}"
    for keyword, (applies, holds, words) in _BOUNDS.items():
        if keyword in schema and applies(value) and not holds(value, schema[keyword]):
            yield f"{name} {words.format(schema[keyword])}"
    if isinstance(value, Mapping):
        yield from _property_problems(schema, value, place)
    elif isinstance(value, list | tuple) and "items" in schema:
        for index, item in enumerate(value):
            yield from _problems(schema["items"], item, f"{place}[{index}]")


def check_schema(schema: Any) -> None:
    """Refuse a schema in which a keyword that is checked is not of the form that JSON Schema gives it.

    Raises:
        TypeError: one is not.
    """
    if not isinstance(schema, dict):
        return
    kinds = schema.get("type", ())
    for texts in ((kinds,) if isinstance(kinds, str) else kinds, schema.get("required", ())):
        if not isinstance(texts, list | tuple) or not all(isinstance(text, str) for text in texts):
            raise TypeError
    if not isinstance(schema.get("enum", []), list) or not isinstance(schema.get("properties", {}), dict):
        raise TypeError
    if not all(_is_number(schema[keyword]) for keyword in _BOUNDS if keyword in schema):
        raise TypeError
    for inner in (*schema.get("properties", {}).values(), schema.get("items"), schema.get("additionalProperties")):
        check_schema(inner)


def _property_problems(schema: Mapping[str, Any], value: Mapping[str, Any], place: str) -> Iterator[str]:
    properties = schema.get("properties", {})
    others = schema.get("additionalProperties", True)
    inside = f"{place}." if place else ""
    for name in schema.get("required", ()):
        if name not in value:
            yield f"`{inside}{name}` is missing"
    for name, item in value.items():
        if name in properties:
            yield from _problems(properties[name], item, f"{inside}{name}")
        elif others is False:
            yield f"`{inside}{name}` is not known"
        else:
            yield from _problems(others, item, f"{inside}{name}")


def _same(value: object, other: object) -> bool:
    """Say whether two JSON values are equal: `true` is not 1."""
    return value == other and isinstance(value, bool) == isinstance(other, bool)


def _listed(values: Any) -> str:
    shown = ", ".join(f"`{value}`" for value in values[:_MOST_LISTED])
    return f"{shown}, …" if len(values) > _MOST_LISTED else shown
