"""Values that are free JSON: annotations, the parameters of a model, the values of an example."""

from __future__ import annotations

from collections.abc import Mapping
from math import isfinite
from typing import TYPE_CHECKING, Annotated, Any

from pydantic import PlainValidator, WithJsonSchema

from promptops.resources.quantities import MAX_INTEGER
from promptops.resources.rejections import Problem, RefusedError, refused, shown, type_name

if TYPE_CHECKING:
    from promptops.sources.documents import KeyPath

MAX_DEPTH = 32
"""Values nested deeper are refused."""

MAX_VALUES = 100_000
"""Values with more parts than this are refused: an alias may stand for the same part many times over."""


def json_problem(value: Any) -> Problem | None:
    """Return a thing about a parsed value that canonical JSON cannot carry, None when it is sound."""
    pending: list[tuple[Any, KeyPath]] = [(value, ())]
    count = 0
    while pending:
        current, keys = pending.pop()
        if not isinstance(current, dict | list):
            problem = _scalar_problem(current, keys)
        elif len(keys) == MAX_DEPTH:
            return Problem(f"is nested deeper than {MAX_DEPTH} levels")
        else:
            count += len(current)
            if count > MAX_VALUES:
                return Problem(f"has more than {MAX_VALUES} values")
            problem = _key_problem(current, keys) if isinstance(current, dict) else None
            items = current.items() if isinstance(current, dict) else enumerate(current)
            pending.extend((item, (*keys, key)) for key, item in items)
        if problem is not None:
            return problem
    return None


def _key_problem(mapping: dict[Any, Any], keys: KeyPath) -> Problem | None:
    for key in mapping:
        if not isinstance(key, str):
            return Problem(f"has the key {shown(key)}, which is not a string", "put the key in quotes", keys)
        if not key.isascii() and not _is_unicode(key):
            return Problem("has a key with half of a surrogate pair", None, keys)
    return None


def _scalar_problem(value: Any, keys: KeyPath) -> Problem | None:
    if isinstance(value, str):
        return None if value.isascii() or _is_unicode(value) else Problem("has half of a surrogate pair", None, keys)
    if value is None or isinstance(value, bool):
        return None
    if isinstance(value, int):
        advice = "write it as a string, in quotes"
        return Problem("is beyond 2^53, where JSON loses digits", advice, keys) if abs(value) > MAX_INTEGER else None
    if not isinstance(value, float):
        return Problem(f"must be a JSON value, not {shown(value)}", None, keys)
    return None if isfinite(value) else Problem(f"must be a finite number, not {shown(value)}", None, keys)


def _is_unicode(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def check_object(value: Any) -> Mapping[str, Any]:
    """Return a free mapping as it is. Raises `RefusedError`."""
    if not isinstance(value, dict):
        raise refused(f"must be a mapping, not {type_name(value)}")
    problem = json_problem(value)
    if problem is not None:
        raise RefusedError(problem)
    return value


def check_json(value: Any) -> Any:
    """Return a free value as it is. Raises `RefusedError`."""
    problem = json_problem(value)
    if problem is not None:
        raise RefusedError(problem)
    return value


JsonValue = Annotated[Any, PlainValidator(check_json), WithJsonSchema({})]
"""Any JSON value: finite, not too deep, with texts for keys."""

JsonObject = Annotated[Mapping[str, Any], PlainValidator(check_object), WithJsonSchema({"type": "object"})]
"""Any JSON object, as `JsonValue`."""
