"""JSON Schema in dotprompt's shorthand, where that says exactly the same."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from promptops.canonical import canonical_json
from promptops.diagnostics import START, Range
from promptops.formats.dotprompt.picoschema import convert
from promptops.sources.documents import KeyPath, Part

_SCALARS = frozenset({"boolean", "integer", "null", "number", "string"})


class _Nowhere:
    """A document without places, for a schema that stands in no file."""

    value: Any = None

    def range_of(self, keys: KeyPath, part: Part = "value") -> Range:
        del keys, part
        return START

    def range_in(self, keys: KeyPath, start: int, end: int) -> Range:
        del keys, start, end
        return START


def picoschema(schema: Any) -> Any:
    """Return a schema in the shorthand, None where the shorthand reads back as another one."""
    short = _short(schema)
    if not short:
        return None
    found = convert(short, _Nowhere(), ()).schema
    meant = {key: value for key, value in schema.items() if key != "required" or value}
    return short if found is not None and canonical_json(found) == canonical_json(meant) else None


def _short(schema: Any) -> Any:
    """Return what a schema could be in the shorthand, if it is one that the shorthand has."""
    if not isinstance(schema, Mapping):
        return None
    kind, about = schema.get("type"), schema.get("description")
    if kind == "object":
        return {
            key: value for name, inner in schema.get("properties", {}).items() for key, value in _member(name, inner)
        }
    described = f", {about}" if isinstance(about, str) else ""
    return f"{kind if kind in _SCALARS else 'any'}{described}"


def _member(name: str, inner: Any) -> list[tuple[str, Any]]:
    schema: Mapping[str, Any] = inner if isinstance(inner, Mapping) else {}
    kind, about = schema.get("type"), schema.get("description")
    is_nullable = isinstance(kind, list) and len(kind) > 1 and kind[1:] == ["null"]
    if isinstance(kind, list) and is_nullable:
        schema, kind = {**schema, "type": kind[0]}, kind[0]
    options = schema.get("enum")
    if isinstance(options, list) and kind is None and None in options:
        is_nullable, options = True, [option for option in options if option is not None]
    mark = f"{name}?" if is_nullable else name
    behind = f", {about}" if isinstance(about, str) else ""
    if isinstance(options, list) and kind is None:
        return [(f"{mark}(enum{behind})", options)]
    if kind == "array":
        return [(f"{mark}(array{behind})", _short(schema.get("items")))]
    if kind == "object":
        return [(f"{mark}(object{behind})", _short(schema))]
    return [(mark, _short(schema))]
