"""Whether a value conforms to a JSON Schema: `jsonschema`, kept from fetching, from backtracking and from running away.

A schema that cannot be judged within these bounds finds nothing wrong.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from contextvars import ContextVar
from functools import cache
from typing import Any, TypeAlias

from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError, best_match
from jsonschema.protocols import Validator
from jsonschema.validators import extend, validator_for
from referencing import Registry

from promptops.resources.json_values import json_problem
from promptops.resources.nonconformity import in_words
from promptops.resources.patterns import finder
from promptops.resources.rejections import Problem
from promptops.resources.work import Work, shallow_size

_Errors: TypeAlias = Iterator[ValidationError]
_Keyword: TypeAlias = Callable[[Any, Any, Any, Any], _Errors | None]


_WORK: ContextVar[Work] = ContextVar("_WORK")


def nonconformity(schema: Mapping[str, Any], value: Any, work: Work) -> Problem | None:
    """Return the thing about a value that is most plainly not as a schema wants it, None when nothing is.

    The schema has passed `schema_problems`.
    """
    if json_problem(value) is not None:
        return None
    work.sizes = _sizes(value)
    token = _WORK.set(work)
    try:
        validator = _bounded(validator_for(schema, default=Draft202012Validator))(schema, registry=Registry())
        error = best_match(validator.iter_errors(value))
    except Exception:  # noqa: BLE001 - references that lead nowhere or in circles; no schema may stop the compiler
        return None
    finally:
        _WORK.reset(token)
    return None if error is None else in_words(error)


def _sizes(value: Any) -> dict[int, int]:
    """Return the number of characters in each list and mapping of a value, by the identity of these."""
    found: dict[int, int] = {}

    def measure(part: Any) -> int:
        if isinstance(part, dict):
            size = sum(len(key) + measure(item) for key, item in part.items())
        elif isinstance(part, list):
            size = sum(measure(item) for item in part)
        else:
            return shallow_size(part)
        found[id(part)] = size = size + len(part) + 1
        return size

    measure(value)
    return found


@cache
def _bounded(base: type[Validator]) -> type[Validator]:
    keywords = {name: _counted(check) for name, check in {**base.VALIDATORS, **_REPLACED}.items()}
    keywords.update({name: _of_numbers(keywords[name]) for name in _EXCLUSIVE & keywords.keys()})
    bounded: type[Validator] = extend(base, keywords)  # type: ignore[no-untyped-call]  # the library gives no types
    return bounded


def _counted(check: _Keyword) -> _Keyword:
    def counted(validator: Any, value: Any, instance: Any, schema: Any) -> _Errors | None:
        _WORK.get().spend(instance, value)
        return check(validator, value, instance, schema)

    return counted


def _of_numbers(check: _Keyword) -> _Keyword:
    """Return a check that leaves out the booleans of draft 4, which a schema may use without saying so."""
    return lambda validator, limit, *rest: iter(()) if isinstance(limit, bool) else check(validator, limit, *rest)


def _pattern(validator: Any, pattern: str, instance: Any, _: Any) -> _Errors:
    finds = finder(pattern)
    if validator.is_type(instance, "string") and finds is not None and not finds(instance):
        yield ValidationError("")


def _pattern_properties(validator: Any, patterns: Mapping[str, Any], instance: Any, _: Any) -> _Errors:
    if validator.is_type(instance, "object"):
        for pattern, schema in patterns.items():
            finds = finder(pattern)
            for name, value in instance.items():
                if finds is not None and finds(name):
                    yield from validator.descend(value, schema, path=name, schema_path=pattern)


def _additional_properties(validator: Any, allowed: Any, instance: Any, schema: Any) -> _Errors:
    finders = [finder(pattern) for pattern in schema.get("patternProperties", ())]
    if not validator.is_type(instance, "object") or None in finders:
        return
    for name in instance.keys() - schema.get("properties", {}).keys():
        if any(finds is not None and finds(name) for finds in finders):
            continue
        if allowed is False:
            yield ValidationError("")
            return
        yield from validator.descend(instance[name], allowed, path=name)


def _unique_items(validator: Any, unique: Any, instance: Any, _: Any) -> _Errors:
    if unique is True and validator.is_type(instance, "array"):
        packed = {json.dumps(item, sort_keys=True) for item in instance}
        if len(packed) < len(instance):
            yield ValidationError("")


def _nothing(*_: Any) -> _Errors:
    return iter(())


_EXCLUSIVE = frozenset({"exclusiveMinimum", "exclusiveMaximum"})
_REPLACED: Mapping[str, _Keyword] = {
    "pattern": _pattern,
    "patternProperties": _pattern_properties,
    "additionalProperties": _additional_properties,
    "uniqueItems": _unique_items,
    # These run patterns on an engine that backtracks, and no format is binding.
    "unevaluatedItems": _nothing,
    "unevaluatedProperties": _nothing,
    "format": _nothing,
}
