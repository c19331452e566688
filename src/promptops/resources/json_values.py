"""Values that are free JSON: annotations, the parameters of a model, the values of an example."""

from __future__ import annotations

from collections.abc import Mapping
from math import isfinite
from typing import TYPE_CHECKING, Annotated, Any, cast

from pydantic import WithJsonSchema

from promptops.resources.checked import Checked
from promptops.resources.rejections import Problem, RefusedError, wrong_type

if TYPE_CHECKING:
    from promptops.sources.documents import KeyPath

MAX_INTEGER = 2**53 - 1
"""The greatest integer that JSON carries exactly everywhere."""


def json_problem(value: Any) -> Problem | None:
    """Return a number in a parsed value that canonical JSON cannot carry, None when there is none."""
    if isinstance(value, dict | list):
        return _nested_problem(value)
    if isinstance(value, float) and not isfinite(value):
        return Problem("must be a finite number")
    if isinstance(value, int) and abs(value) > MAX_INTEGER:
        return Problem("is beyond 2^53, where JSON loses digits", "write it as a string, in quotes")
    return None


def _nested_problem(container: dict[str, Any] | list[Any]) -> Problem | None:
    pending: list[tuple[Any, KeyPath]] = [(container, ())]
    while pending:
        current, keys = pending.pop()
        for key, item in current.items() if isinstance(current, dict) else enumerate(current):
            if isinstance(item, dict | list):
                pending.append((item, (*keys, key)))
            elif (problem := json_problem(item)) is not None:
                return problem._replace(keys=(*keys, key))
    return None


def check_json(value: Any) -> Any:
    """Return a free value as it is. Raises `RefusedError`."""
    problem = json_problem(value)
    if problem is not None:
        raise RefusedError(problem)
    return value


def check_object(value: Any) -> Mapping[str, Any]:
    """Return a free mapping as it is. Raises `RefusedError`."""
    if not isinstance(value, dict):
        raise RefusedError(wrong_type("a mapping", value))
    return cast("Mapping[str, Any]", check_json(value))


JsonValue = Annotated[Any, Checked(check_json), WithJsonSchema({})]
"""Any JSON value; integers up to 2^53, finite numbers."""

JsonObject = Annotated[Mapping[str, Any], Checked(check_object), WithJsonSchema({"type": "object"})]
"""Any JSON object."""
