"""Declared inputs: the shorthand that people write, and the JSON Schema that it stands for."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from promptops.resources.rejections import Problem, RefusedError, quoted, wrong_type
from promptops.resources.schema_check import schema_problems
from promptops.resources.schema_keywords import KEYWORDS
from promptops.resources.schema_types import type_problem

INPUT_NAME = "[A-Za-z_][A-Za-z0-9_]*"
"""The name of an input in the shorthand: what a template can use as a variable."""

_NAME = re.compile(INPUT_NAME)


def read_inputs(value: Any) -> Mapping[str, Any]:
    """Return declared inputs as the JSON Schema of an object, from that or from the shorthand.

    The shorthand maps a name to a type (`string`, or `string?` when it may be left out) or to a JSON Schema, whose
    `default` says that it may be left out. Raises `RefusedError` with every problem, at the keys as written.
    """
    if not isinstance(value, dict):
        raise RefusedError(wrong_type("a mapping of names to types", value))
    if is_schema(value):
        problems = schema_problems(value)
        schema = {"type": "object", "properties": {}, "required": [], **value}
        if not problems and schema["type"] != "object":
            problems = [Problem("must be `object`: inputs are passed by name", None, ("type",))]
    else:
        schema, problems = _expand(value)
    if problems:
        raise RefusedError(*problems)
    return schema


def is_schema(inputs: Mapping[str, Any]) -> bool:
    """Say whether declared inputs are written as JSON Schema: by `properties`, a `$` keyword, or `type: object`.

    An input of the name `type` makes no schema, unless all there is beside it are keywords of JSON Schema.
    """
    if isinstance(inputs.get("properties"), dict):
        return True
    if inputs.get("type") == "object":
        return all(key in KEYWORDS for key in inputs)
    return any(key.startswith("$") for key in inputs)


def _expand(inputs: Mapping[str, Any]) -> tuple[dict[str, Any], list[Problem]]:
    properties: dict[str, Any] = {}
    required: list[str] = []
    for name, written in inputs.items():
        if isinstance(written, str):
            properties[name] = {"type": written.removesuffix("?")}
            optional = written.endswith("?")
        else:
            properties[name] = written
            optional = isinstance(written, dict) and "default" in written
        if not optional:
            required.append(name)
    schema = {"type": "object", "properties": properties, "required": required, "additionalProperties": False}
    return schema, [problem for name, written in inputs.items() for problem in _problems(name, written, schema)]


def _problems(name: str, written: Any, schema: Mapping[str, Any]) -> list[Problem]:
    if _NAME.fullmatch(name) is None:
        advice = "a template can use letters, digits and `_`, beginning with no digit"
        return [Problem(f"has {quoted(name)}, which cannot be the name of an input", advice)]
    if isinstance(written, str):
        problem = type_problem(written.removesuffix("?"))
        return [] if problem is None else [problem._replace(keys=(name,))]
    if not isinstance(written, dict):
        return [wrong_type("a type or a JSON Schema", written)._replace(keys=(name,))]
    return [problem._replace(keys=(name, *problem.keys)) for problem in schema_problems(written, schema)]
