"""What the declared inputs say of the values in a template: languages agree on texts, and differ on the rest."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from promptops.conversion.templates.nodes import InexactError, Loop, Value
from promptops.templates.model import LOOP_NAME

_WRITTEN_ALIKE = frozenset({"string", "integer", "number"})
_TYPES_OF_VALUES = {str: "string", int: "integer", float: "number", bool: "boolean", list: "array", dict: "object"}


_LOOP = {"type": "object"}


class Types:
    """The JSON types of the inputs of one text, and of the items of its loops. What is not declared may be any text."""

    def __init__(self, inputs: Mapping[str, Any] | None) -> None:
        """Know the types of inputs by the JSON Schema that declares them."""
        schema = inputs or {}
        properties, required = schema.get("properties"), schema.get("required")
        self._known: dict[str, Any] = dict(properties) if isinstance(properties, dict) else {}
        self._required = frozenset(map(str, required)) if isinstance(required, list | tuple) else frozenset()

    def within(self, loop: Loop) -> Types:
        """Return the types inside a loop."""
        items = self._schema(loop.over).get("items")
        own = {loop.name: items if isinstance(items, dict) else {}, LOOP_NAME: _LOOP}
        return Types({"properties": {**self._known, **own}, "required": [*self._required, *own]})

    def of(self, value: Value) -> frozenset[str]:
        """Return the types that a value may have, none where nobody says."""
        schema = self._schema(value)
        written = schema.get("type")
        names = [written] if isinstance(written, str) else written if isinstance(written, list) else []
        options = schema.get("enum")
        if not names and isinstance(options, list):
            names = ["null" if option is None else _TYPES_OF_VALUES.get(type(option), "") for option in options]
        return frozenset(name for name in names if isinstance(name, str))

    def check_path(self, value: Value) -> None:
        """Refuse the way to a value that leads through anything but objects that are always there."""
        schema: Mapping[str, Any] = {"properties": self._known, "required": self._required}
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
        schema: Mapping[str, Any] = {"properties": self._known}
        for part in value.path:
            schema = _member(schema, part)
        return schema


def _member(schema: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    """Return the schema of a property, an empty one where there is none."""
    properties = schema.get("properties")
    inner = properties.get(name) if isinstance(properties, dict) else None
    return inner if isinstance(inner, dict) else {}
