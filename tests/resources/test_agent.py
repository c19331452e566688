from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import pytest


def test_the_example_is_held_in_its_full_form(accept: Callable[..., Any]) -> None:
    agent = accept("Agent")
    assert (agent.limits.max_turns, agent.limits.max_tool_calls) == (6, 0)
    assert (agent.limits.max_cost, agent.limits.timeout) == (250_000, 600_000)
    assert (agent.completion.tool, agent.completion.status) == ("finish", "status")
    assert agent.durable_decisions is True


@pytest.mark.parametrize(
    ("changes", "keys", "message", "advice"),
    [
        ({"prompt": "agent:a"}, ("prompt",), "`prompt` must be the name of a prompt, not of an agent", None),
        ({"handoffs": {"a": "b"}}, ("handoffs",), "`handoffs` must be a list, not a mapping", None),
        ({"limits": {"max_turns": 0}}, ("limits", "max_turns"), "`limits.max_turns` must be at least 1, not `0`", None),
        (
            {"limits": {"max_cost": "$5"}},
            ("limits", "max_cost"),
            "`limits.max_cost` must be an amount in USD such as `0.15`, not `$5`",
            "write the number of dollars, without sign, currency or thousands separator",
        ),
        ({"completion": {"status": "status"}}, ("completion",), "`completion.tool` is missing", None),
        (
            {"completion": "finish"},
            ("completion",),
            "`completion` must be a mapping, not a string",
            "its keys are `tool`, `status`",
        ),
        (
            {"durable_decisions": 1},
            ("durable_decisions",),
            "`durable_decisions` must be a boolean, not `1`",
            "write `true` or `false`",
        ),
        ({"backfill": " "}, ("backfill",), "`backfill` is blank", None),
        (
            {"budget": "a/"},
            ("budget",),
            "`budget` must be the name of a budget, not `a/`",
            "write `name`, `name@MAJOR` or `kind:name@MAJOR`",
        ),
    ],
)
def test_what_is_refused(
    refuse: Callable[..., None], changes: dict[str, Any], keys: tuple[str | int, ...], message: str, advice: str | None
) -> None:
    refuse("Agent", changes, keys, message, advice)


@pytest.mark.parametrize(
    ("changes", "keys", "message", "advice"),
    [
        (
            {"limits": {"max_cost": math.nan}},
            ("limits", "max_cost"),
            "`limits.max_cost` must be an amount in USD such as `0.15`, not `.nan`",
            "write the number of dollars, without sign, currency or thousands separator",
        ),
    ],
)
def test_what_no_json_schema_refuses(
    refuse: Callable[..., None], changes: dict[str, Any], keys: tuple[str | int, ...], message: str, advice: str | None
) -> None:
    refuse("Agent", changes, keys, message, advice, beyond_schema=True)
