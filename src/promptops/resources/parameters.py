"""The parameters of a call to a model: those that every provider knows are typed, the others are free."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Annotated, Any

from pydantic import WithJsonSchema

from promptops.resources.checked import Checked
from promptops.resources.json_values import json_problem
from promptops.resources.rejections import Problem, RefusedError, wrong_type

if TYPE_CHECKING:
    from pydantic.json_schema import JsonSchemaValue

_NUMBERS = (
    "temperature",
    "top_p",
    "min_p",
    "frequency_penalty",
    "presence_penalty",
    "repetition_penalty",
)
_WHOLE_NUMBERS = (
    "max_output_tokens",
    "max_tokens",
    "max_completion_tokens",
    "top_k",
    "seed",
    "n",
)
_NUMBER = "a number"
_EXPECTED: Mapping[str, str] = {
    **dict.fromkeys(_NUMBERS, _NUMBER),
    **dict.fromkeys(_WHOLE_NUMBERS, "a whole number"),
}

TYPED = frozenset(_EXPECTED)
"""The parameters whose type is known."""


def check_parameters(value: Any) -> Mapping[str, Any]:
    """Return parameters as they are. Raises `RefusedError` with every problem."""
    if not isinstance(value, dict):
        raise RefusedError(wrong_type("a mapping", value))
    problems = [problem for name, item in value.items() if (problem := _problem(name, item)) is not None]
    if problems:
        raise RefusedError(*problems)
    return value


def _problem(name: Any, value: Any) -> Problem | None:
    expected = _EXPECTED.get(name)
    kind = type(value)
    if expected is not None and kind is not int and (kind is not float or expected != _NUMBER):
        return wrong_type(expected, value)._replace(keys=(name,))
    problem = json_problem(value)
    return None if problem is None else problem._replace(keys=(name, *problem.keys))


def _json_schema() -> JsonSchemaValue:
    numbers = {name: {"type": "number"} for name in _NUMBERS}
    whole = {name: {"type": "integer"} for name in _WHOLE_NUMBERS}
    return {"type": "object", "properties": {**numbers, **whole}}


Parameters = Annotated[Mapping[str, Any], Checked(check_parameters), WithJsonSchema(_json_schema())]
"""Parameters of a call to a model: names as the provider spells them, any JSON values."""
