"""Picoschema, the shorthand in which dotprompt files write schemas, turned into JSON Schema as dotprompt does.

A name that is no type is that of a schema which the program registers; the value is then anything.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from promptops.diagnostics import Fault
from promptops.formats.drafts import Positioned
from promptops.resources.rejections import described, quoted
from promptops.sources.documents import KeyPath

_SCALARS = frozenset({"any", "boolean", "integer", "null", "number", "string"})
_TYPES = _SCALARS | {"object", "array"}
_WILDCARD = "(*)"
_SCHEMA_NAME = re.compile(r"[A-Za-z_$][\w.$/:-]*")
_MEANT = {
    "array": "write the name as `name(array)` and the type of its items as the value",
    "bool": "write `boolean`",
    "dict": "write `name(object)` with the keys below it",
    "double": "write `number`",
    "enum": "write the name as `name(enum)` and a list of values as the value",
    "float": "write `number`",
    "int": "write `integer`",
    "list": "write the name as `name(array)` and the type of its items as the value",
    "map": "write `name(object)` with the keys below it",
    "object": "write the name as `name(object)` with the keys below it",
    "str": "write `string`",
}
"""Names of types that no schema is registered under, and what to write for them."""
_LIST_ADVICE = "write the name as `name(array)`, and the type of its items as the value"
_OPTIONS_ADVICE = "write the name as `name(enum)`, and a list of values as the value"


@dataclass(frozen=True, slots=True)
class Converted:
    """A schema as JSON Schema: None where there is none, or where only the program knows it.

    `places` maps paths of keys in it to those in the file, each below the keys of the written schema; `is_open` says
    that a part of it stands under a name that the program registers.
    """

    schema: dict[str, Any] | None
    faults: tuple[Fault, ...] = ()
    places: Mapping[KeyPath, KeyPath] = field(default_factory=dict)
    is_open: bool = False


def convert(written: Any, document: Positioned, keys: KeyPath) -> Converted:
    """Return the JSON Schema for a schema that stands at a path of keys in a document: Picoschema or JSON Schema."""
    if written is None or written == "":
        return Converted(None)
    if isinstance(written, dict) and _is_json_schema(written):
        mixed = _first_type(written, keys)
        if mixed is not None and "type" not in written:
            return Converted(None, is_open=True)  # a `properties` alone, which the libraries read in more than one way
        if mixed is not None:
            return Converted(None, (_mixed(document, mixed),))
        return Converted(written if "type" in written else {**written, "type": "object"})
    conversion = _Conversion(document)
    schema = conversion.convert(written, keys, ())
    is_named = isinstance(written, str) and conversion.is_open
    return Converted(
        None if conversion.faults or is_named else schema,
        tuple(conversion.faults),
        conversion.places,
        conversion.is_open,
    )


def _is_json_schema(written: dict[str, Any]) -> bool:
    kind = written.get("type")
    return (isinstance(kind, str) and kind in _TYPES) or isinstance(written.get("properties"), dict)


def is_type(written: Any) -> bool:
    """Say whether a value is a type of Picoschema, with or without a description."""
    return isinstance(written, str) and _described(written)[0] in _SCALARS


def _first_type(schema: Any, keys: KeyPath) -> KeyPath | None:
    """Return where a JSON Schema has a type of Picoschema in the place of a schema."""
    if isinstance(schema, str):
        return keys
    for path, inner in _inner(schema) if isinstance(schema, dict) else ():
        found = _first_type(inner, (*keys, *path))
        if found is not None:
            return found
    return None


def _inner(schema: dict[str, Any]) -> Iterator[tuple[KeyPath, Any]]:
    properties = schema.get("properties")
    for name, inner in properties.items() if isinstance(properties, dict) else ():
        yield ("properties", name), inner
    if "items" in schema:
        yield ("items",), schema["items"]


def _mixed(document: Positioned, keys: KeyPath) -> Fault:
    message = "a type of Picoschema stands in a JSON Schema"
    advice = "leave out `type` and `properties` above it, or write `{type: …}`"
    return Fault("invalid-value", message, document.range_of(keys), advice, keys)


class _Conversion:
    def __init__(self, document: Positioned) -> None:
        self._document = document
        self.faults: list[Fault] = []
        self.places: dict[KeyPath, KeyPath] = {}
        self.is_open = False

    def convert(self, written: Any, keys: KeyPath, path: KeyPath) -> dict[str, Any]:
        """Return the schema for what stands at `keys`; it stands at `path` in the whole schema."""
        self.places[path] = keys
        if isinstance(written, str):
            return self._scalar(written, keys)
        if not isinstance(written, dict):
            advice = _LIST_ADVICE if isinstance(written, list) else "write a type such as `string`"
            self._refuse(f"Picoschema has a type or a mapping here, not {described(written)}", keys, advice)
            return {}
        schema: dict[str, Any] = {"type": "object", "properties": {}, "required": [], "additionalProperties": False}
        for key, value in written.items():
            if key == _WILDCARD:
                schema["additionalProperties"] = self.convert(value, (*keys, key), (*path, "additionalProperties"))
            else:
                self._property(key, value, (*keys, key), path, schema)
        if not schema["required"]:
            del schema["required"]
        return schema

    def _scalar(self, written: str, keys: KeyPath) -> dict[str, Any]:
        kind, description = _described(written)
        described_as = {} if description is None else {"description": description}
        if kind not in _SCALARS:
            self._name(kind, keys)
            return described_as
        return described_as if kind == "any" else {"type": kind, **described_as}

    def _name(self, kind: str, keys: KeyPath) -> None:
        self.is_open = True
        if kind in _MEANT:
            self._refuse(f"Picoschema has no type {quoted(kind)}", keys, _MEANT[kind])
        elif not _SCHEMA_NAME.fullmatch(kind):
            message = f"{quoted(kind)} is no type of Picoschema, nor the name of a schema"
            self._refuse(message, keys, _advice_on(kind))

    def _property(self, key: str, value: Any, keys: KeyPath, path: KeyPath, schema: dict[str, Any]) -> None:
        name, _, rest = key.partition("(")
        is_optional = name.endswith("?")
        name = name.removesuffix("?")
        if name != name.strip():
            self._refuse(f"the blank in {quoted(key)} is a part of the name", keys, "write `(` right behind the name")
        if not is_optional:
            schema["required"].append(name)
        # Upstream reads no further than the second bracket, and takes one character off whatever it is.
        kind, description = _described(rest.partition("(")[0][:-1])
        below = (*path, "properties", name)
        self.places[below] = keys
        found = self._of_kind(kind, value, keys, below) if rest else self.convert(value, keys, below)
        if is_optional:
            found = _nullable(found)
        schema["properties"][name] = found if description is None else {**found, "description": description}

    def _of_kind(self, kind: str, value: Any, keys: KeyPath, path: KeyPath) -> dict[str, Any]:
        if kind == "array":
            return {"type": "array", "items": self.convert(value, keys, (*path, "items"))}
        if kind == "object":
            return self.convert(value, keys, path)
        if kind == "enum":
            self.places[*path, "enum"] = keys
            if isinstance(value, list):
                return {"enum": value}
            self._refuse(f"an enum is a list of values, not {described(value)}", keys, None)
            return {}
        message = f"{quoted(kind)} is no type for the brackets of Picoschema"
        self._refuse(message, keys, "write `array`, `object` or `enum`, and a description behind a comma", "key")
        return {}

    def _refuse(self, message: str, keys: KeyPath, help: str | None, part: Any = "value") -> None:
        self.faults.append(Fault("invalid-value", message, self._document.range_of(keys, part), help, keys))


def _advice_on(kind: str) -> str:
    """Return what to write for a type in the spelling of another language."""
    if "[" in kind:
        return _LIST_ADVICE
    return _OPTIONS_ADVICE if "|" in kind else "write a type such as `string`"


def _nullable(schema: dict[str, Any]) -> dict[str, Any]:
    if isinstance(schema.get("type"), str):
        return {**schema, "type": [schema["type"], "null"]}
    if "enum" in schema and None not in schema["enum"]:
        return {**schema, "enum": [*schema["enum"], None]}
    return schema


def _described(written: str) -> tuple[str, str | None]:
    """Return a type and the description behind its first comma."""
    kind, comma, description = written.partition(",")
    return kind, description.lstrip(" ") if comma else None
