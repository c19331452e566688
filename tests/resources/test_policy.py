from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest


def test_the_example_is_held_in_its_full_form(accept: Callable[..., Any]) -> None:
    policy = accept("Policy")
    assert policy.match.kind == ("Tool",)
    assert policy.match.lifecycle == ("stable", "experimental")
    assert policy.require == {"required": ["timeout"]}
    assert (policy.severity, policy.field) == ("warning", "timeout")


def test_an_expression_stands_in_place_of_a_schema(accept: Callable[..., Any]) -> None:
    policy = accept("Policy", require=..., match=..., severity=..., **{"assert": "has(resource.owner)"})
    assert (policy.assertion, policy.match.kind, policy.severity) == ("has(resource.owner)", (), "error")


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
        ({"assert": "true"}, ("assert",), "`assert` cannot stand beside `require`", "keep one of the two"),
        ({"require": ...}, (), "the resource needs `require` or `assert`", None),
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
