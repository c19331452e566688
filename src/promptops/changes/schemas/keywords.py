"""The keywords of JSON Schema that mean something, each as the nodes that it stands for.

Any other keyword is an annotation.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, TypeAlias

from promptops.changes.schemas import nodes
from promptops.changes.schemas.classes import possible_classes
from promptops.changes.schemas.nodes import Node
from promptops.changes.schemas.unevaluated import evaluated_items, evaluated_properties
from promptops.changes.schemas.values import NULL, OBJECT, TYPES, class_of

if TYPE_CHECKING:
    from promptops.changes.schemas.reading import Reader
    from promptops.sources.documents import KeyPath

MAX_ALTERNATIVES = 32
"""Most schemas of one `oneOf` that are told apart."""
MAX_NUMBER = 1e300
"""Limits further from zero are not reckoned with."""

_MALFORMED = "is malformed"
_Read: TypeAlias = Callable[["Reader", Any, Mapping[str, Any], "KeyPath"], list[Node]]


def _shaped(shape: type | tuple[type, ...], read: _Read) -> _Read:
    """Return a reader of a keyword that is given values of a type only."""

    def read_shaped(reader: Reader, value: Any, schema: Mapping[str, Any], place: KeyPath) -> list[Node]:
        if isinstance(value, shape) and (shape is bool or not isinstance(value, bool)):
            return read(reader, value, schema, place)
        return [reader.opaque(place, _MALFORMED)]

    return read_shaped


def _type(reader: Reader, value: Any, schema: Mapping[str, Any], place: KeyPath) -> list[Node]:
    names = [value] if isinstance(value, str) else value
    if not isinstance(names, list) or not all(isinstance(name, str) and name in TYPES for name in names):
        return [reader.opaque(place, _MALFORMED)]
    classes = 0
    for name in names:
        classes |= TYPES[name]
    if schema.get("nullable") is True:
        reader.peculiar = True
        classes |= NULL
    return [reader.pool.make(nodes.Types, place, classes)]


def _enum(reader: Reader, value: Any, _: Mapping[str, Any], place: KeyPath) -> list[Node]:
    return [reader.pool.enum(place, value)]


def _const(reader: Reader, value: Any, _: Mapping[str, Any], place: KeyPath) -> list[Node]:
    return [reader.pool.enum(place, [value])]


def _text(kind: type[Node]) -> _Read:
    return _shaped(str, lambda reader, value, _, place: [reader.pool.make(kind, place, value)])


def _bound(*, least: bool, strict: bool) -> _Read:
    exclusive = "exclusiveMinimum" if least else "exclusiveMaximum"

    def read(reader: Reader, value: Any, schema: Mapping[str, Any], place: KeyPath) -> list[Node]:
        if strict and isinstance(value, bool):
            return []  # a flag of draft 4, which belongs to the bound beside it
        if not _is_number(value):
            return [reader.opaque(place, _MALFORMED)]
        flagged = schema.get(exclusive) is True
        reader.peculiar = reader.peculiar or (flagged and reader.dialect.draft != 4)  # noqa: PLR2004 - a draft's name
        return [reader.pool.make(nodes.Bound, place, least, value, strict or flagged)]

    return read


def _is_number(value: Any) -> bool:
    return class_of(value) & TYPES["number"] != 0 and abs(value) <= MAX_NUMBER


def _multiple(reader: Reader, value: Any, _: Mapping[str, Any], place: KeyPath) -> list[Node]:
    if _is_number(value) and value > 0:
        return [reader.pool.make(nodes.Multiple, place, value)]
    return [reader.opaque(place, _MALFORMED)]


def _count(kind: type[Node], *, least: bool) -> _Read:
    def read(reader: Reader, value: Any, _: Mapping[str, Any], place: KeyPath) -> list[Node]:
        if class_of(value) == TYPES["integer"] and value >= 0:
            return [] if least and value == 0 else [reader.pool.make(kind, place, least, int(value))]
        return [reader.opaque(place, _MALFORMED)]

    return read


def _all_of(reader: Reader, value: Any, _: Mapping[str, Any], place: KeyPath) -> list[Node]:
    return _each(reader, value, place)


def _any_of(reader: Reader, value: Any, _: Mapping[str, Any], place: KeyPath) -> list[Node]:
    return [reader.pool.some(place, _each(reader, value, place))]


def _one_of(reader: Reader, value: Any, _: Mapping[str, Any], place: KeyPath) -> list[Node]:
    parts = _each(reader, value, place)
    seen = 0
    for part in parts:
        classes = possible_classes(reader.pool, (part, True))
        if seen & classes:
            break
        seen |= classes
    else:
        return [reader.pool.some(place, parts)]  # no value can be two of them
    if len(parts) > MAX_ALTERNATIVES:
        return [reader.opaque(place, "has too many schemas to compare")]
    return [reader.pool.make(nodes.OneOf, place, tuple(sorted(parts, key=lambda part: part.key)))]


def _each(reader: Reader, schemas: list[Any], place: KeyPath) -> list[Node]:
    return [reader.schema(schema, (*place, index)) for index, schema in enumerate(schemas)]


def _not(reader: Reader, value: Any, _: Mapping[str, Any], place: KeyPath) -> list[Node]:
    return [reader.pool.make(nodes.Not, place, reader.schema(value, place))]


def _if(reader: Reader, value: Any, schema: Mapping[str, Any], place: KeyPath) -> list[Node]:
    pool, above = reader.pool, place[:-1]
    condition = reader.schema(value, place)
    met = pool.every(place, [condition, reader.schema(schema.get("then", True), (*above, "then"))])
    opposite = pool.make(nodes.Not, place, condition)
    unmet = pool.every(place, [opposite, reader.schema(schema.get("else", True), (*above, "else"))])
    return [pool.some(place, [met, unmet])] if "then" in schema or "else" in schema else []


def _reference(reader: Reader, value: Any, _: Mapping[str, Any], place: KeyPath) -> list[Node]:
    return [reader.reference(value, place)]


def _dynamic(reader: Reader, _value: Any, _: Mapping[str, Any], place: KeyPath) -> list[Node]:
    return [reader.opaque(place, "is not followed")]


def _required(reader: Reader, value: Any, _: Mapping[str, Any], place: KeyPath) -> list[Node]:
    if not all(isinstance(name, str) for name in value):
        return [reader.opaque(place, _MALFORMED)]
    return [reader.pool.make(nodes.Required, (*place, index), name) for index, name in enumerate(value)]


def _members(kind: type[Node]) -> _Read:
    return _shaped(
        dict,
        lambda reader, value, _, place: [
            reader.pool.make(kind, (*place, name), name, reader.schema(schema, (*place, name)))
            for name, schema in value.items()
        ],
    )


def _additional_properties(reader: Reader, value: Any, schema: Mapping[str, Any], place: KeyPath) -> list[Node]:
    names, patterns = (schema.get(keyword, {}) for keyword in ("properties", "patternProperties"))
    if isinstance(names, dict) and isinstance(patterns, dict):
        return _others(reader, value, (frozenset(names), frozenset(patterns)), place)
    return [reader.opaque(place, _MALFORMED)]


def _unevaluated_properties(reader: Reader, value: Any, schema: Mapping[str, Any], place: KeyPath) -> list[Node]:
    reader.peculiar = True
    known = evaluated_properties(reader.root, schema)
    if known is None:
        return [reader.opaque(place, "depends on which schemas beside it hold")]
    return _others(reader, value, known, place)


def _others(reader: Reader, value: Any, known: tuple[frozenset[str], frozenset[str]], place: KeyPath) -> list[Node]:
    node = reader.schema(value, place)
    everything = isinstance(node, nodes.AllOf) and not node.nodes
    names, patterns = known
    return [] if everything else [reader.pool.make(nodes.Others, place, names, tuple(sorted(patterns)), node)]


def _names(reader: Reader, value: Any, _: Mapping[str, Any], place: KeyPath) -> list[Node]:
    return [reader.pool.make(nodes.Names, place, reader.schema(value, place))]


def _dependent(reader: Reader, value: Any, _: Mapping[str, Any], place: KeyPath) -> list[Node]:
    """Read all spellings of "when there is this property": a list of names or a schema each."""
    reader.peculiar = reader.peculiar or place[-1] == "dependencies"
    pool, found = reader.pool, []
    for name, needed in value.items():
        at = (*place, name)
        there = pool.every(at, [pool.make(nodes.Types, at, OBJECT), pool.make(nodes.Required, at, name)])
        read = _required(reader, needed, {}, at) if isinstance(needed, list) else [reader.schema(needed, at)]
        found.append(pool.some(at, [pool.make(nodes.Not, at, there), pool.every(at, read)]))
    return found


def _prefix_items(reader: Reader, value: Any, _: Mapping[str, Any], place: KeyPath) -> list[Node]:
    parts = _each(reader, value, place)
    return [reader.pool.make(nodes.ItemAt, part.place, index, part) for index, part in enumerate(parts)]


def _items(reader: Reader, value: Any, schema: Mapping[str, Any], place: KeyPath) -> list[Node]:
    if isinstance(value, list) and reader.dialect.knows("additionalItems"):
        reader.peculiar = reader.peculiar or reader.dialect.draft is None
        above = (*place[:-1], "additionalItems")
        rest = _items_from(reader, schema["additionalItems"], len(value), above) if "additionalItems" in schema else []
        return [*_prefix_items(reader, value, schema, place), *rest]
    prefix = schema.get("prefixItems") if reader.dialect.knows("prefixItems") else None
    return _items_from(reader, value, len(prefix) if isinstance(prefix, list) else 0, place)


def _unevaluated_items(reader: Reader, value: Any, schema: Mapping[str, Any], place: KeyPath) -> list[Node]:
    reader.peculiar = True
    start = evaluated_items(reader.root, schema)
    if start is None:
        return [reader.opaque(place, "depends on which schemas beside it hold")]
    return _items_from(reader, value, start, place)


def _items_from(reader: Reader, value: Any, start: int, place: KeyPath) -> list[Node]:
    return [reader.pool.make(nodes.ItemsFrom, place, start, reader.schema(value, place))]


def _contains(reader: Reader, value: Any, schema: Mapping[str, Any], place: KeyPath) -> list[Node]:
    least, most = (
        schema.get(keyword) if reader.dialect.knows(keyword) else None for keyword in ("minContains", "maxContains")
    )
    if not all(limit is None or class_of(limit) == TYPES["integer"] for limit in (least, most)):
        return [reader.opaque(place, _MALFORMED)]
    counts = 1 if least is None else int(least), None if most is None else int(most)
    return [reader.pool.make(nodes.Contains, place, reader.schema(value, place), *counts)]


def _unique(reader: Reader, value: Any, _: Mapping[str, Any], place: KeyPath) -> list[Node]:
    return [reader.pool.make(nodes.Unique, place)] if value else []


KEYWORDS: Mapping[str, _Read] = {
    "type": _type,
    "enum": _shaped(list, _enum),
    "const": _const,
    "format": _text(nodes.Format),
    "pattern": _text(nodes.Pattern),
    "minimum": _bound(least=True, strict=False),
    "maximum": _bound(least=False, strict=False),
    "exclusiveMinimum": _bound(least=True, strict=True),
    "exclusiveMaximum": _bound(least=False, strict=True),
    "multipleOf": _multiple,
    "minLength": _count(nodes.Length, least=True),
    "maxLength": _count(nodes.Length, least=False),
    "minItems": _count(nodes.ItemCount, least=True),
    "maxItems": _count(nodes.ItemCount, least=False),
    "minProperties": _count(nodes.PropertyCount, least=True),
    "maxProperties": _count(nodes.PropertyCount, least=False),
    "allOf": _shaped(list, _all_of),
    "anyOf": _shaped(list, _any_of),
    "oneOf": _shaped(list, _one_of),
    "not": _not,
    "if": _if,
    "$ref": _reference,
    "$dynamicRef": _dynamic,
    "$recursiveRef": _dynamic,
    "required": _shaped(list, _required),
    "properties": _members(nodes.Property),
    "patternProperties": _members(nodes.Matching),
    "additionalProperties": _additional_properties,
    "unevaluatedProperties": _unevaluated_properties,
    "propertyNames": _names,
    "dependencies": _shaped(dict, _dependent),
    "dependentRequired": _shaped(dict, _dependent),
    "dependentSchemas": _shaped(dict, _dependent),
    "items": _items,
    "prefixItems": _shaped(list, _prefix_items),
    "unevaluatedItems": _unevaluated_items,
    "contains": _contains,
    "uniqueItems": _shaped(bool, _unique),
}
