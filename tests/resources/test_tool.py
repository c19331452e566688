from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest


def test_the_example_is_held_in_its_full_form(accept: Callable[..., Any]) -> None:
    tool = accept("Tool")
    assert tool.parameters["properties"]["amount"] == {"type": "number", "minimum": 0}
    assert tool.timeout == 30_000
    assert tool.retries.max_attempts == 3
    assert tool.reentrancy.max_depth == 1
    assert tool.idempotent is False


def test_what_is_not_said_is_not_known(accept: Callable[..., Any]) -> None:
    tool = accept("Tool", effects=..., idempotent=..., parameters=..., timeout=...)
    assert (tool.effects, tool.idempotent, tool.parameters, tool.timeout) == (None, None, None, None)


@pytest.mark.parametrize(
    ("changes", "keys", "message", "advice"),
    [
        ({"parameters": "order: string"}, ("parameters",), "`parameters` must be a JSON Schema, not a string", None),
        (
            {"parameters": {"type": "object", "properties": {"a": {"type": "int"}}}},
            ("parameters", "properties", "a", "type"),
            "`parameters.properties.a.type` is `int`, which is not a type",
            "did you mean `integer`?",
        ),
        (
            {"result": {"required": "a"}},
            ("result", "required"),
            "`result.required` must be a list of names, not a string",
            None,
        ),
        (
            {"effects": "writes"},
            ("effects",),
            "`effects` must be `none`, `read`, `write` or `irreversible`, not `writes`",
            "did you mean `write`?",
        ),
        (
            {"idempotent": "yes"},
            ("idempotent",),
            "`idempotent` must be a boolean, not a string",
            "write `true` or `false`",
        ),
        (
            {"invokes": ["dataset:a"]},
            ("invokes", 0),
            "`invokes[0]` must be the name of a prompt, a tool, an agent or a model, not of a dataset",
            None,
        ),
        (
            {"reentrancy": {"max_depth": -1}},
            ("reentrancy", "max_depth"),
            "`reentrancy.max_depth` must be at least 0, not `-1`",
            None,
        ),
        (
            {"timeout": 30},
            ("timeout",),
            "`timeout` must be a duration such as `30s`, not `30`",
            "write a whole number and a unit: `ms`, `s`, `m`, `h`, `d` or `w`",
        ),
        ({"retries": 3}, ("retries",), "`retries` must be a mapping, not `3`", "its keys are `max_attempts`"),
        (
            {"retries": {"max_attempts": 0}},
            ("retries", "max_attempts"),
            "`retries.max_attempts` must be at least 1, not `0`",
            None,
        ),
        ({"promises": [""]}, ("promises", 0), "`promises[0]` is blank", None),
    ],
)
def test_what_is_refused(
    refuse: Callable[..., None], changes: dict[str, Any], keys: tuple[str | int, ...], message: str, advice: str | None
) -> None:
    refuse("Tool", changes, keys, message, advice)


@pytest.mark.parametrize(
    ("changes", "keys", "message", "advice"),
    [
        (
            {"parameters": {"properties": {"a": {"$ref": "#/$defs/ordr"}}, "$defs": {"order": {}}}},
            ("parameters", "properties", "a", "$ref"),
            "`parameters.properties.a.$ref` points to `#/$defs/ordr`, which is not there",
            "did you mean `#/$defs/order`?",
        ),
    ],
)
def test_what_no_json_schema_refuses(
    refuse: Callable[..., None], changes: dict[str, Any], keys: tuple[str | int, ...], message: str, advice: str | None
) -> None:
    refuse("Tool", changes, keys, message, advice, beyond_schema=True)
