"""An error of `jsonschema` in words for the author of the value: what the value must be."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from promptops.resources.patterns import finder
from promptops.resources.rejections import Problem, described, enumerated, quoted, type_name, wrong_type

if TYPE_CHECKING:
    from jsonschema.exceptions import ValidationError

_MOST_LISTED = 12
_TYPES: Mapping[str, str] = {
    "string": "a string",
    "number": "a number",
    "integer": "a whole number",
    "boolean": "a boolean",
    "array": "a list",
    "object": "a mapping",
    "null": "null",
}


def in_words(error: ValidationError) -> Problem:
    """Return an error as a problem; its keys lead from the value that was judged to the place."""
    say = _WORDS.get(str(error.validator))
    problem = Problem("is not allowed") if say is None else say(error.validator_value, error.instance, error.schema)
    return problem._replace(keys=tuple(error.absolute_path))


def _type(expected: Any, value: Any, _: Any) -> Problem:
    names = [_TYPES.get(name, str(name)) for name in ([expected] if isinstance(expected, str) else expected)]
    if len(names) == 1 and value is not None:
        return wrong_type(names[0], value)
    return Problem(f"must be {' or '.join(names)}, not {type_name(value)}")


def _required(names: Any, value: Any, _: Any) -> Problem:
    missing = [name for name in names if name not in value]
    return Problem(f"lacks {_listed(missing, 'and')}")


def _additional(_: Any, value: Any, schema: Any) -> Problem:
    known = schema.get("properties", {})
    finders = [finder(pattern) for pattern in schema.get("patternProperties", ())]
    extra = sorted(name for name in value if name not in known and not any(finds and finds(name) for finds in finders))
    advice = f"the schema knows {_listed(list(known), 'and')}" if known else None
    return Problem(f"has {_listed(extra, 'and')}, which the schema does not know", advice)


def _enum(allowed: Any, value: Any, _: Any) -> Problem:
    if all(isinstance(item, str) for item in allowed) and allowed:
        return Problem(f"must be {_listed(allowed, 'or')}, not {described(value)}")
    return Problem(f"is not one of the values that the schema lists, but {described(value)}")


def _const(expected: Any, value: Any, _: Any) -> Problem:
    return Problem(f"must be {described(expected)}, not {described(value)}")


def _pattern(pattern: Any, value: Any, _: Any) -> Problem:
    return Problem(f"must match {quoted(pattern)}, and {quoted(value)} does not")


def _limit(words: str) -> Callable[[Any, Any, Any], Problem]:
    return lambda limit, value, _: Problem(f"must be {words} {limit}, not {described(value)}")


def _count(words: str, one: str, many: str) -> Callable[[Any, Any, Any], Problem]:
    return lambda limit, value, _: Problem(f"must have {words} {limit} {one if limit == 1 else many}, not {len(value)}")


def _plainly(text: str) -> Callable[[Any, Any, Any], Problem]:
    return lambda *_: Problem(text)


def _listed(names: list[str], join: str) -> str:
    shown = [quoted(str(name)).strip("`") for name in names[:_MOST_LISTED]]
    left = len(names) - len(shown)
    return enumerated(shown, join) if not left else f"{', '.join(f'`{name}`' for name in shown)} {join} {left} more"


_WORDS: Mapping[str, Callable[[Any, Any, Any], Problem]] = {
    "type": _type,
    "required": _required,
    "additionalProperties": _additional,
    "enum": _enum,
    "const": _const,
    "pattern": _pattern,
    "minimum": _limit("at least"),
    "maximum": _limit("at most"),
    "exclusiveMinimum": _limit("greater than"),
    "exclusiveMaximum": _limit("less than"),
    "multipleOf": _limit("a multiple of"),
    "minLength": _count("at least", "character", "characters"),
    "maxLength": _count("at most", "character", "characters"),
    "minItems": _count("at least", "item", "items"),
    "maxItems": _count("at most", "item", "items"),
    "minProperties": _count("at least", "property", "properties"),
    "maxProperties": _count("at most", "property", "properties"),
    "uniqueItems": _plainly("has the same item twice"),
    "contains": _plainly("has no item that the schema asks for"),
    "anyOf": _plainly("fits none of the schemas that it may fit"),
    "oneOf": _plainly("does not fit exactly one of the schemas that it may fit"),
    "not": _plainly("fits a schema that it must not fit"),
    "dependentRequired": _plainly("lacks what one of its properties needs beside it"),
}
