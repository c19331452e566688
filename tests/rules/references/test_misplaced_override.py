from __future__ import annotations

from collections.abc import Callable

import pytest

from promptops.diagnostics import Diagnostic
from promptops.resources import SLUGS, model_of
from promptops.resources.environment import OVERRIDABLE, Override

Lint = Callable[..., tuple[Diagnostic, ...]]

RULE = "misplaced-override"
RESOURCES = """\
kind: Prompt
name: p
body: Answer.
---
kind: Tool
name: t
---
kind: Model
name: m
---
kind: Provider
name: v
---
kind: Agent
name: a
---
kind: Eval
name: e
"""


def environment(override: str) -> dict[str, str]:
    return {"all.yaml": RESOURCES, "env.yaml": f"kind: Environment\nname: test\noverrides:\n  {override}\n"}


@pytest.mark.parametrize(
    ("override", "columns", "message", "advice"),
    [
        (
            "prompt:p: {timeout: 10s}",
            (14, 21),
            "an environment cannot override `timeout` of a prompt",
            "it can override `model` and `parameters`",
        ),
        (
            "t: {parameters: {temperature: 0}}",
            (7, 17),
            "an environment cannot override `parameters` of a tool",
            "it can override `timeout` and `retries`",
        ),
        (
            "model:m: {model: m}",
            (13, 18),
            "an environment cannot override `model` of a model",
            "it can override `fallbacks`",
        ),
        (
            "agent:a: {limits: {max_turns: 3, tokens_per_minute: 5}}",
            (36, 53),
            "an agent has no limit `tokens_per_minute`",
            "its limits are `max_turns`, `max_tool_calls`, `max_cost` and `timeout`",
        ),
        (
            "provider:v: {limits: {max_turns: 3}}",
            (25, 34),
            "a provider has no limit `max_turns`",
            "its limits are `requests_per_minute` and `tokens_per_minute`",
        ),
    ],
)
def test_what_the_kind_does_not_have_is_reported_at_its_key(
    override: str, columns: tuple[int, int], message: str, advice: str, lint: Lint
) -> None:
    (found,) = lint(environment(override), RULE)
    assert found.primary == ("env.yaml", 4, columns[0], 4, columns[1])
    assert (found.message, found.help) == (message, advice)


@pytest.mark.parametrize(
    "override",
    [
        "p: {model: m, parameters: {temperature: 0}}",
        "tool:t: {timeout: 10s, retries: {max_attempts: 2}}",
        "agent:a: {model: m, limits: {max_turns: 2, max_tool_calls: 3, max_cost: 1, timeout: 1m}}",
        "provider:v: {limits: {requests_per_minute: 3}, timeout: 1s, retries: {max_attempts: 2}}",
        "model:m: {fallbacks: [m]}",
        "prompt:p: {}",
        "prompt:nowhere: {timeout: 10s}",
    ],
)
def test_what_it_has_may_differ(override: str, lint: Lint) -> None:
    assert lint(environment(override), RULE) == ()


def test_every_key_of_an_override_belongs_to_some_kind_and_is_a_key_of_it() -> None:
    assert {key for keys in OVERRIDABLE.values() for key in keys} == set(Override.attributes())
    for slug, keys in OVERRIDABLE.items():
        assert set(keys) <= set(model_of(SLUGS[slug]).attributes())
