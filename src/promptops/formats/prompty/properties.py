"""The inputs, outputs and parameters of tools that a Prompty file declares, as JSON Schema."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

from promptops.formats.annotations import as_json, without
from promptops.sources.documents import KeyPath

_TYPES = {
    **dict.fromkeys(("string", "str"), "string"),
    **dict.fromkeys(("integer", "int"), "integer"),
    **dict.fromkeys(("number", "float", "double"), "number"),
    **dict.fromkeys(("boolean", "bool"), "boolean"),
    **dict.fromkeys(("array", "list"), "array"),
    **dict.fromkeys(("object", "dict"), "object"),
}
_TYPES_OF_VALUES = {str: "string", int: "integer", float: "number", bool: "boolean", list: "array", dict: "object"}
_SAMPLES = ("sample", "example")
_ENUMS = ("enum", "enumValues")
_SAID = frozenset({"name", "type", "kind", "description", "default", "required", *_SAMPLES, *_ENUMS})


class Property(NamedTuple):
    """One declared property: its name, what the file says of it, and where that and the name stand.

    What is said is a mapping, or no more than a value that shows what is meant.
    """

    name: str
    written: Any
    keys: KeyPath
    name_keys: KeyPath

    @property
    def stated(self) -> dict[str, Any]:
        """Return what the file says of it, nothing when it only shows a value."""
        return self.written if isinstance(self.written, dict) else {}

    @property
    def kind(self) -> Any:
        """Return the type as the file names it, in either of the two versions."""
        return self.stated.get("kind", self.stated.get("type"))


def properties_of(value: Any, base: KeyPath) -> tuple[Property, ...]:
    """Return the properties in either shape: a mapping by name, or a list in which each has a `name`."""
    if isinstance(value, dict):
        return tuple([Property(name, written, (*base, name), (*base, name)) for name, written in value.items()])
    found = enumerate(value if isinstance(value, list) else ())
    return tuple(
        [
            Property(item["name"], item, (*base, index), (*base, index, "name"))
            for index, item in found
            if isinstance(item, dict) and isinstance(item.get("name"), str)
        ]
    )


def object_schema(properties: Iterable[Property], is_required: Callable[[Property], bool]) -> dict[str, Any]:
    """Return the JSON Schema of an object with these properties."""
    listed = tuple(properties)
    return {
        "type": "object",
        "properties": {each.name: schema_of(each) for each in listed},
        "required": list(dict.fromkeys(each.name for each in listed if is_required(each))),
    }


def is_stated(each: Property) -> bool:
    """Say whether the file itself says that a property is required."""
    return each.stated.get("required") is True


def schema_of(each: Property) -> dict[str, Any]:
    """Return the JSON Schema of a property; an unknown type allows anything."""
    stated = each.stated
    schema: dict[str, Any] = {}
    samples = [stated[key] for key in _SAMPLES if key in stated] if stated else [each.written]
    kind = _TYPES.get(each.kind) if isinstance(each.kind, str) else None
    if each.kind is None and samples:
        kind = _TYPES_OF_VALUES.get(type(samples[0]))
    if kind is not None:
        schema["type"] = kind
    if isinstance(stated.get("description"), str):
        schema["description"] = stated["description"]
    for key in _ENUMS:
        if isinstance(stated.get(key), list) and stated[key]:
            schema["enum"] = as_json(stated[key])
    if stated.get("default") is not None:
        schema["default"] = as_json(stated["default"])
    if samples and samples[0] is not None:
        schema["examples"] = [as_json(samples[0])]
    return schema | _nested(stated)


def _nested(stated: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    if isinstance(stated.get("items"), dict):
        found["items"] = schema_of(Property("", stated["items"], (), ()))
    inner = properties_of(stated.get("properties"), ())
    if inner:
        found |= without(object_schema(inner, is_stated), {"type"})
    return found


def unsaid(properties: Iterable[Property]) -> dict[str, Any]:
    """Return what the schemas do not say of properties, by their names; types that JSON has not are part of that."""
    return {each.name: rest for each in properties if (rest := _unsaid(each))}


def _unsaid(each: Property) -> dict[str, Any]:
    rest = without(each.stated, _SAID | {"items", "properties"})
    if isinstance(each.kind, str) and each.kind not in _TYPES:
        rest["kind"] = each.kind
    return rest
