"""Declared inputs: the shorthand that people write, and the JSON Schema that it stands for."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from promptops.resources.rejections import Problem, RefusedError, quoted, refused, type_name
from promptops.resources.schema_check import schema_problems
from promptops.resources.schema_keywords import KEYWORDS
from promptops.resources.schema_types import TYPES, type_problem

INPUT_NAME = "[A-Za-z_][A-Za-z0-9_]*"
"""The name of an input in the shorthand: what a template can use as a variable."""

INPUT_TYPES = tuple(name for name in TYPES if name != "null")
"""The types that the shorthand knows."""

_NAME = re.compile(INPUT_NAME)


def read_inputs(value: Any) -> Mapping[str, Any]:
    """Return declared inputs as the JSON Schema of an object, from that or from the shorthand.

    The shorthand maps a name to a type (`string`, or `string?` when it may be left out) or to a JSON Schema, whose
    `default` says that it may be left out. Raises `RefusedError` with every problem, at the keys as written.
    """
    if not isinstance(value, dict):
        raise refused(f"must be a mapping of names to types, not {type_name(value)}", "write `name: string`")
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


def is_schema(inputs: Mapping[Any, Any]) -> bool:
    """Say whether declared inputs are written as JSON Schema: by `properties`, a `$` keyword, or `type: object`.

    An input of the name `type` makes no schema, unless all there is beside it are keywords of JSON Schema.
    """
    if isinstance(inputs.get("properties"), dict):
        return True
    if inputs.get("type") == "object":
        return all(key in KEYWORDS for key in inputs)
    return any(isinstance(key, str) and key.startswith("$") for key in inputs)


def _expand(inputs: Mapping[Any, Any]) -> tuple[dict[str, Any], list[Problem]]:
    properties: dict[str, Any] = {}
    required: list[str] = []
    schema = {"type": "object", "properties": properties, "required": required, "additionalProperties": False}
    problems: list[Problem] = []
    for name, written in inputs.items():
        if not isinstance(name, str) or _NAME.fullmatch(name) is None:
            problems.append(_bad_name(name))
        elif isinstance(written, str):
            plain = written.removesuffix("?")
            properties[name] = {"type": plain}
            if plain == written:
                required.append(name)
        ...
    return schema, problems
