from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from promptops.resources.validation import validate


def test_the_example_is_held_in_its_full_form(accept: Callable[..., Any]) -> None:
    policy = accept("Policy")
    assert policy.match.kind == ("Tool",)
    assert policy.match.lifecycle == ("stable", "experimental")
    assert policy.require == {"required": ["timeout"]}
    assert (policy.severity, policy.field) == ("warning", "timeout")


@pytest.mark.parametrize(
    ("changes", "keys", "message", "advice"),
    [
        (
            {"match": {"kind": ["Tool", "prompt"]}},
            ("match", "kind", 1),
            "`match.kind[1]` cannot be `prompt`",
            "did you mean `Prompt`?",
        ),
        (
            {"match": {"access": "secret"}},
            ("match", "access"),
            "`match.access` must be `private`, `internal` or `public`, not `secret`",
            None,
        ),
        ({"match": {"path": [""]}}, ("match", "path", 0), "`match.path[0]` is blank", None),
        ({"match": {"labels": ["a"]}}, ("match", "labels"), "`match.labels` must be a mapping, not a list", None),
        ({"require": ...}, (), "`require` is missing", None),
        (
            {"require": {"type": "objct"}},
            ("require", "type"),
            "`require.type` is `objct`, which is not a type",
            "did you mean `object`?",
        ),
        ({"message": ...}, (), "`message` is missing", None),
        ({"severity": "fatal"}, ("severity",), "`severity` must be `error`, `warning` or `info`, not `fatal`", None),
    ],
)
def test_what_is_refused(
    refuse: Callable[..., None], changes: dict[str, Any], keys: tuple[str | int, ...], message: str, advice: str | None
) -> None:
    refuse("Policy", changes, keys, message, advice)


def test_no_expression_is_accepted(full: Callable[..., dict[str, Any]]) -> None:
    policy, rejections = validate("Policy", full("Policy", **{"assert": "has(resource.owner)"}))
    assert policy is not None
    assert [(each.rule, each.message, each.help) for each in rejections] == [
        ("unknown-key", "unknown key `assert`", "no expression is run: say it as a JSON Schema in `require`")
    ]


@pytest.mark.parametrize(
    ("changes", "keys", "message", "advice"),
    [
        (
            {"require": {"requird": ["timeout"]}},
            ("require", "requird"),
            "`require.requird` is no keyword of JSON Schema, and asks for nothing",
            "did you mean `required`?",
        ),
        (
            {"match": {"path": ["tools/**", "../other"]}},
            ("match", "path", 1),
            "`match.path[1]` cannot be used: `../other` is not a path pattern below the root",
            None,
        ),
    ],
)
def test_what_would_not_be_enforced_is_refused(
    refuse: Callable[..., None], changes: dict[str, Any], keys: tuple[str | int, ...], message: str, advice: str | None
) -> None:
    refuse("Policy", changes, keys, message, advice, beyond_schema=True)
