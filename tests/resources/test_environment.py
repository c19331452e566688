from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from promptops.resources.validation import validate


def test_the_example_is_held_in_its_full_form(accept: Callable[..., Any]) -> None:
    overrides = accept("Environment").overrides
    assert overrides["prompt:support/refund-reply"].parameters == {"temperature": 0}
    assert overrides["agent:triage"].limits.max_cost == 100_000
    assert overrides["provider:openai"].limits.requests_per_minute == 100
    assert overrides["model:support-chat"].fallbacks == ("support-chat-small",)
    assert overrides["budget:support-production"].amount.usd == 3_000_000


def test_an_environment_never_overrides_text(full: Callable[..., Any]) -> None:
    resource, rejections = validate("Environment", full("Environment", overrides={"prompt:a": {"body": "Be rude."}}))
    assert resource is not None
    assert [(found.rule, found.keys, found.message, found.help) for found in rejections] == [
        (
            "unknown-key",
            ("overrides", "prompt:a", "body"),
            "unknown key `body` in `overrides.prompt:a`",
            "its keys are `model`, `parameters`, `limits`, `timeout`, `retries`, `fallbacks`, `budget`, `amount`",
        )
    ]


@pytest.mark.parametrize(
    ("changes", "keys", "message", "advice"),
    [
        (
            {"overrides": {"feature:a": {}}},
            ("overrides", "feature:a"),
            (
                "`overrides` has a key that must be the name of a prompt, a tool, a model, a provider, an agent, a "
                "budget or an eval, not of a feature"
            ),
            None,
        ),
        (
            {"overrides": {"prompt:a": "b"}},
            ("overrides", "prompt:a"),
            "`overrides.prompt:a` must be a mapping, not a string",
            "its keys are `model`, `parameters`, `limits`, `timeout`, `retries`, `fallbacks`, `budget`, `amount`",
        ),
        (
            {"overrides": {"prompt:a": {"parameters": {"top_k": 0.5}}}},
            ("overrides", "prompt:a", "parameters", "top_k"),
            "`overrides.prompt:a.parameters.top_k` must be a whole number, not `0.5`",
            None,
        ),
        (
            {"overrides": {"agent:a": {"limits": {"max_turns": 0}}}},
            ("overrides", "agent:a", "limits", "max_turns"),
            "`overrides.agent:a.limits.max_turns` must be at least 1, not `0`",
            None,
        ),
        ({"indexes": ["model:a"]}, ("indexes", 0), "`indexes[0]` must be the name of an index, not of a model", None),
        ({"cache": True}, ("cache",), "`cache` must be a text that is not blank, not a boolean", None),
        ({"data": ""}, ("data",), "`data` is blank", None),
    ],
)
def test_what_is_refused(
    refuse: Callable[..., None], changes: dict[str, Any], keys: tuple[str | int, ...], message: str, advice: str | None
) -> None:
    refuse("Environment", changes, keys, message, advice)
