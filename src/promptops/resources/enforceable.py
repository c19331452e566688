"""The JSON Schemas that a policy can enforce: those of which nothing is left out when a resource is judged.

Elsewhere a keyword that nobody knows is an annotation. In a policy it is most likely a misspelt one, and a policy that
asks for less than its author thinks is worse than none.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Annotated, Any

from pydantic import PlainValidator, WithJsonSchema

from promptops.resources.patterns import finder
from promptops.resources.rejections import Problem, RefusedError, quoted, wrong_type
from promptops.resources.schema_fields import SCHEMA_MARK
from promptops.resources.schema_keywords import KEYWORDS
from promptops.resources.schema_references import reference_problems
from promptops.resources.schema_walk import Check, Walk
from promptops.spelling import closest

if TYPE_CHECKING:
    from promptops.sources.documents import KeyPath

DRAFT = "https://json-schema.org/draft/2020-12/schema"
"""The draft in which policies are written."""

_ANNOTATIONS = frozenset({"$schema", "$comment", "$defs", "definitions"})
_ANNOTATIONS |= {"title", "description", "default", "examples", "deprecated"}
"""Keywords that ask for nothing by themselves."""
_INSTEAD: Mapping[str, str] = {
    "format": "write a `pattern`",
    "dependencies": "write `dependentRequired` or `dependentSchemas`",
    "additionalItems": "write `prefixItems` and `items`",
    "unevaluatedProperties": "write `additionalProperties`, beside all `properties` that are allowed",
    "unevaluatedItems": "write `items`, beside all `prefixItems` that are allowed",
    "nullable": "write `type: [..., 'null']`",
}
_LEFT_OUT = _INSTEAD.keys() | {"$id", "id", "$anchor", "$dynamicAnchor", "$dynamicRef", "$recursiveRef"}
_LEFT_OUT |= {"$recursiveAnchor", "$vocabulary", "contentSchema", "contentEncoding", "contentMediaType"}
_LEFT_OUT |= {"readOnly", "writeOnly"}


def _draft(walk: Walk, value: Any, keys: KeyPath, _: int) -> None:
    if not isinstance(value, str) or value.rstrip("#") != DRAFT:
        walk.refuse(keys, f"must be {quoted(DRAFT)}", "policies are written in that draft; leave the key out")


def _pattern(walk: Walk, value: Any, keys: KeyPath, depth: int) -> None:
    KEYWORDS["pattern"](walk, value, keys, depth)
    _runs(walk, value, keys)


def _patterns(walk: Walk, value: Any, keys: KeyPath, depth: int) -> None:
    KEYWORDS["patternProperties"](walk, value, keys, depth)
    for pattern in value if isinstance(value, dict) else ():
        _runs(walk, pattern, (*keys, pattern))


def _runs(walk: Walk, pattern: Any, keys: KeyPath) -> None:
    if not walk.problems and isinstance(pattern, str) and finder(pattern) is None:
        advice = "patterns run in linear time: without look-around and references back"
        walk.refuse(keys, f"cannot be run: {quoted(pattern)}", advice)


def _reference(walk: Walk, value: Any, keys: KeyPath, depth: int) -> None:
    if isinstance(value, str) and value != "#" and not value.startswith("#/"):
        walk.refuse(keys, f"leads to {quoted(value)}, which is not followed", "refer to `$defs` of the schema itself")
    else:
        KEYWORDS["$ref"](walk, value, keys, depth)


def _limit(walk: Walk, value: Any, keys: KeyPath, depth: int) -> None:
    KEYWORDS["minimum"](walk, value, keys, depth)


def _items(walk: Walk, value: Any, keys: KeyPath, depth: int) -> None:
    if isinstance(value, list):
        walk.refuse(keys, "must be one schema, not a list", "write `prefixItems` for a schema a position")
    else:
        walk.schema(value, keys, depth)


_ENFORCED: Mapping[str, Check] = {
    **{name: check for name, check in KEYWORDS.items() if name not in _LEFT_OUT},
    **dict.fromkeys(("exclusiveMinimum", "exclusiveMaximum"), _limit),
    "$schema": _draft,
    "$ref": _reference,
    "items": _items,
    "pattern": _pattern,
    "patternProperties": _patterns,
}


def _unknown(walk: Walk, _value: Any, keys: KeyPath, _depth: int) -> None:
    keyword = str(keys[-1])
    if keyword in _LEFT_OUT:
        text, advice = "is a keyword that no policy can enforce", _INSTEAD.get(keyword, "leave it out")
    else:
        meant = closest(keyword, _ENFORCED)
        text = "is no keyword of JSON Schema, and asks for nothing"
        advice = f"did you mean {quoted(meant)}?" if meant else "what is meant for readers belongs in `$comment`"
    walk.problems.append(Problem(text, advice, keys, "key"))


def enforceable_problems(schema: Mapping[str, Any]) -> list[Problem]:
    """Return what keeps a schema from being enforced whole; nothing where it is a JSON Schema without anything odd."""
    walk = Walk(_ENFORCED, _unknown)
    walk.schema(schema, (), 0)
    if walk.problems:
        return walk.problems
    if _ANNOTATIONS.issuperset(schema):
        return [Problem("asks for nothing", "say what the resources must have, as in `required: [description]`")]
    return reference_problems(schema, walk.references)


def looks_at(schema: Any, key: str) -> bool:
    """Say whether what stands at a key of an object may decide whether the object satisfies an enforceable schema."""
    if not isinstance(schema, dict):
        return False
    if not _OF_ANY_KEY.isdisjoint(schema) or key in _named(schema):
        return True
    return any(looks_at(part, key) for part in _beside(schema))


_OF_ANY_KEY = frozenset({"$ref", "const", "enum", "additionalProperties", "patternProperties"})
_OF_ANY_KEY |= {"propertyNames", "minProperties", "maxProperties"}


def _named(schema: Mapping[str, Any]) -> set[str]:
    """Return the keys that a schema names of its object."""
    dependent: Mapping[str, list[str]] = schema.get("dependentRequired", {})
    named = {*schema.get("required", ()), *schema.get("properties", ()), *dependent}
    return named.union(schema.get("dependentSchemas", ()), *dependent.values())


def _beside(schema: Mapping[str, Any]) -> Iterator[Any]:
    """Yield the schemas in a schema that judge the same object as it does."""
    yield from (schema[key] for key in ("not", "if", "then", "else") if key in schema)
    for key in ("allOf", "anyOf", "oneOf"):
        yield from schema.get(key, ())
    yield from schema.get("dependentSchemas", {}).values()


def _check(value: Any) -> Mapping[str, Any]:
    if not isinstance(value, dict):
        raise RefusedError(wrong_type("a JSON Schema", value))
    problems = enforceable_problems(value)
    if problems:
        raise RefusedError(*problems)
    return value


EnforceableSchema = Annotated[
    Mapping[str, Any], PlainValidator(_check), WithJsonSchema({SCHEMA_MARK: True, "type": "object"})
]
"""A JSON Schema, draft 2020-12, of which every keyword is enforced."""
