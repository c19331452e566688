"""The keywords of JSON Schema, drafts 4 to 2020-12, and what each may hold."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from promptops.resources.patterns import pattern_problem
from promptops.resources.rejections import described, quoted
from promptops.resources.schema_types import type_problem
from promptops.resources.schema_walk import Check, Walk

if TYPE_CHECKING:
    from promptops.sources.documents import KeyPath


def _values(walk: Walk, value: Any, keys: KeyPath, depth: int) -> None:
    if isinstance(value, list):
        walk.json(value, keys, depth)
    else:
        walk.refuse_type(keys, "a list of values", value)


def _text(walk: Walk, value: Any, keys: KeyPath, _: int) -> None:
    if not isinstance(value, str):
        walk.refuse_type(keys, "a string", value)


def _flag(walk: Walk, value: Any, keys: KeyPath, _: int) -> None:
    if not isinstance(value, bool):
        walk.refuse_type(keys, "a boolean", value)


def _number(walk: Walk, value: Any, keys: KeyPath, depth: int) -> None:
    if isinstance(value, bool) or not isinstance(value, int | float):
        walk.refuse_type(keys, "a number", value)
    else:
        walk.json(value, keys, depth)


def _bound(walk: Walk, value: Any, keys: KeyPath, depth: int) -> None:
    if not isinstance(value, bool):  # a boolean in draft 4
        _number(walk, value, keys, depth)


def _factor(walk: Walk, value: Any, keys: KeyPath, depth: int) -> None:
    _number(walk, value, keys, depth)
    if isinstance(value, int | float) and value <= 0:
        walk.refuse(keys, f"must be greater than 0, not {described(value)}")


def _count(walk: Walk, value: Any, keys: KeyPath, depth: int) -> None:
    if isinstance(value, bool) or not isinstance(value, int | float) or value < 0 or value % 1:
        walk.refuse(keys, f"must be a whole number from 0 up, not {described(value)}")
    else:
        walk.json(value, keys, depth)


def _type(walk: Walk, value: Any, keys: KeyPath, _: int) -> None:
    if not isinstance(value, list):
        problem = type_problem(value)
        if problem is not None:
            walk.problems.append(problem._replace(keys=keys))
        return
    if not value:
        walk.refuse(keys, "lists no types")
    seen: set[str] = set()
    for index, name in enumerate(value):
        problem = type_problem(name)
        if problem is not None:
            walk.problems.append(problem._replace(keys=(*keys, index)))
        elif name in seen:
            walk.refuse((*keys, index), f"repeats {quoted(name)}")
        else:
            seen.add(name)


def _required(walk: Walk, value: Any, keys: KeyPath, _: int) -> None:
    if isinstance(value, bool):
        advice = "list the required properties in the `required` of the object that holds them"
        walk.refuse(keys, "must be a list of names, not a boolean", advice)
    else:
        _names(walk, value, keys, _)


def _names(walk: Walk, value: Any, keys: KeyPath, _: int) -> None:
    if not isinstance(value, list):
        walk.refuse_type(keys, "a list of names", value)
        return
    seen: set[str] = set()
    for index, name in enumerate(value):
        if not isinstance(name, str):
            walk.refuse_type((*keys, index), "a string", name)
        elif name in seen:
            walk.refuse((*keys, index), f"repeats {quoted(name)}")
        else:
            seen.add(name)


def _schemas(walk: Walk, value: Any, keys: KeyPath, depth: int) -> None:
    if not isinstance(value, list):
        walk.refuse_type(keys, "a list of schemas", value)
        return
    if not value:
        walk.refuse(keys, "lists no schemas")
    for index, item in enumerate(value):
        walk.schema(item, (*keys, index), depth)


def _schema_or_list(walk: Walk, value: Any, keys: KeyPath, depth: int) -> None:
    if isinstance(value, list):  # one schema a position, up to draft 2019-09
        _schemas(walk, value, keys, depth)
    else:
        walk.schema(value, keys, depth)


def _members(check: Check) -> Check:
    """Return the check of a mapping whose values pass another check."""

    def check_members(walk: Walk, value: Any, keys: KeyPath, depth: int) -> None:
        if not isinstance(value, dict):
            walk.refuse_type(keys, "a mapping", value)
            return
        for name, item in value.items():
            check(walk, item, (*keys, name), depth)

    return check_members


def _pattern(walk: Walk, value: Any, keys: KeyPath, depth: int) -> None:
    _text(walk, value, keys, depth)
    problem = pattern_problem(value) if isinstance(value, str) else None
    if problem is not None:
        walk.refuse(keys, problem.text)


def _patterns(walk: Walk, value: Any, keys: KeyPath, depth: int) -> None:
    _properties(walk, value, keys, depth)
    for pattern in value if isinstance(value, dict) else ():
        _pattern(walk, pattern, (*keys, pattern), depth)


def _reference(walk: Walk, value: Any, keys: KeyPath, depth: int) -> None:
    _text(walk, value, keys, depth)
    if isinstance(value, str):
        walk.references.append((value, keys))


def _identifier(walk: Walk, value: Any, keys: KeyPath, depth: int) -> None:
    _text(walk, value, keys, depth)
    walk.rebased = walk.rebased or depth > 1


def _names_or_schema(walk: Walk, value: Any, keys: KeyPath, depth: int) -> None:
    if isinstance(value, list):
        _names(walk, value, keys, depth)
    else:
        walk.schema(value, keys, depth)


_properties = _members(Walk.schema)

KEYWORDS: Mapping[str, Check] = {
    **dict.fromkeys(("$schema", "$comment", "$anchor", "$dynamicAnchor", "$recursiveRef"), _text),
    **dict.fromkeys(("title", "description", "format", "contentEncoding", "contentMediaType"), _text),
    **dict.fromkeys(("$id", "id"), _identifier),
    **dict.fromkeys(("$ref", "$dynamicRef"), _reference),
    **dict.fromkeys(("uniqueItems", "deprecated", "readOnly", "writeOnly", "$recursiveAnchor"), _flag),
    **dict.fromkeys(("minimum", "maximum"), _number),
    **dict.fromkeys(("exclusiveMinimum", "exclusiveMaximum"), _bound),
    **dict.fromkeys(("minLength", "maxLength", "minItems", "maxItems", "minProperties", "maxProperties"), _count),
    **dict.fromkeys(("minContains", "maxContains"), _count),
    **dict.fromkeys(("not", "if", "then", "else", "contains", "propertyNames", "contentSchema"), Walk.schema),
    **dict.fromkeys(("additionalProperties", "unevaluatedProperties"), Walk.schema),
    **dict.fromkeys(("additionalItems", "unevaluatedItems"), Walk.schema),
    **dict.fromkeys(("allOf", "anyOf", "oneOf", "prefixItems"), _schemas),
    **dict.fromkeys(("properties", "$defs", "definitions", "dependentSchemas"), _properties),
    **dict.fromkeys(("default", "const"), Walk.json),
    **dict.fromkeys(("enum", "examples"), _values),
    "$vocabulary": _members(_flag),
    "dependencies": _members(_names_or_schema),
    "dependentRequired": _members(_names),
    "items": _schema_or_list,
    "multipleOf": _factor,
    "pattern": _pattern,
    "patternProperties": _patterns,
    "required": _required,
    "type": _type,
}
