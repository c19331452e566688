"""What the declared inputs say of the values in a template: languages agree on texts, and differ on the rest."""

from __future__ import annotations

from collections import ChainMap
from collections.abc import Mapping
from typing import Any

from promptops.templates.model import LOOP_NAME
from promptops.templates.trees.nodes import InexactError, Loop, Value

_WRITTEN_ALIKE = frozenset({"string", "integer", "number"})
SAME_IN_HTML = frozenset({"integer", "number", "boolean"})
"""Types of values in which nothing is written otherwise for HTML."""
_TYPES_OF_VALUES = {str: "string", int: "integer", float: "number", bool: "boolean", list: "array", dict: "object"}
_LOOP = {"type": "object"}


class Types:
    """The JSON types of the inputs of one text, and of the items of its loops. What is not declared may be any text."""

    def __init__(self, inputs: Mapping[str, Any] | None) -> None:
        """Know the types of inputs by the JSON Schema that declares them."""
        schema = inputs or {}
        required = schema.get("required")
        self._known = ChainMap({**_properties(schema)})
        self._required = ChainMap(dict.fromkeys(map(str, required)) if isinstance(required, list | tuple) else {})

    def within(self, loop: Loop) -> Types:
        """Return the types inside a loop."""
        items = self._schema(loop.over).get("items")
        own = {loop.name: items if isinstance(items, dict) else {}, LOOP_NAME: _LOOP}
        inner = Types(None)
        inner._known, inner._required = self._known.new_child(own), self._required.new_child(dict.fromkeys(own))
        return inner

    def of(self, value: Value) -> frozenset[str]:
        """Return the types that a value may have, none where nobody says."""
        return _types(self._schema(value))

    def has(self, context: tuple[str, ...], path: tuple[str, ...]) -> bool | None:
        """Say whether a path leads on from a value, or from the inputs; None where nobody says.

        What is not declared is no input.
        """
        schema = self._schema(Value(context)) if context else self._inputs
        is_sure = True
        for part in path:
            types = _types(schema)
            if types and "object" not in types:
                return False
            if part not in _properties(schema):
                return False if schema.get("additionalProperties") is False else None
            is_sure = is_sure and types == {"object"} and part in schema.get("required", ())
            schema = _member(schema, part)
        return is_sure or None

    def is_never_empty(self, value: Value) -> bool:
        """Say whether a value is surely something: an object of which a property must be there."""
        return self.of(value) == {"object"} and bool(self._schema(value).get("required"))

    @property
    def _inputs(self) -> Mapping[str, Any]:
        own = {"properties": self._known, "required": self._required}
        return {"type": "object", "additionalProperties": False, **own}

    def check_path(self, value: Value) -> None:
        """Refuse the way to a value that leads through anything but objects that are always there."""
        schema = self._inputs
        for part in value.path[:-1]:
            inner = _member(schema, part)
            if inner.get("type") != "object" or part not in schema.get("required", ()):
                message = f"nobody says that `{part}` is always there, and Jinja2 fails without"
                raise InexactError(message, *value.place, "declare it as an object that is required")
            schema = inner

    def check_written(self, value: Value) -> bool:
        """Say whether a value may be null; refuse one that languages write each in its own way."""
        types = self.of(value)
        strange = types - _WRITTEN_ALIKE - {"null"}
        if strange or value.path in (("loop", "first"), ("loop", "last")):
            kind = min(strange) if strange else "boolean"
            raise InexactError(f"languages differ in how they write a value of the type `{kind}`", *value.place)
        return "null" in types

    def check_test(self, value: Value) -> None:
        """Refuse a test of an object: languages differ in whether an empty one counts."""
        if "object" in self.of(value):
            raise InexactError("languages differ in whether an empty object counts as something", *value.place)

    def check_list(self, value: Value) -> bool:
        """Say whether what a loop runs over may be null; refuse what is not declared as a list."""
        types = self.of(value)
        if "array" not in types or types - {"array", "null"}:
            advice = "declare the input with `type: array`"
            raise InexactError(
                "nobody says that this is a list, and languages differ for the rest", *value.place, advice
            )
        return "null" in types

    def _schema(self, value: Value) -> Mapping[str, Any]:
        schema = self._inputs
        for part in value.path:
            schema = _member(schema, part)
        return schema


def _types(schema: Mapping[str, Any]) -> frozenset[str]:
    written = schema.get("type")
    names = [written] if isinstance(written, str) else written if isinstance(written, list) else []
    options = schema.get("enum")
    if not names and isinstance(options, list):
        names = ["null" if option is None else _TYPES_OF_VALUES.get(type(option), "") for option in options]
    return frozenset(name for name in names if isinstance(name, str))


def _properties(schema: Mapping[str, Any]) -> Mapping[str, Any]:
    properties = schema.get("properties")
    return properties if isinstance(properties, dict | ChainMap) else {}


def _member(schema: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    """Return the schema of a property, an empty one where there is none."""
    inner = _properties(schema).get(name)
    return inner if isinstance(inner, dict) else {}
