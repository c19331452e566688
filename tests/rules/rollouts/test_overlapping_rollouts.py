from __future__ import annotations

from collections.abc import Callable

import pytest

from promptops.diagnostics import Diagnostic

Lint = Callable[..., tuple[Diagnostic, ...]]

PROJECT = {
    "prompts/outline.prompt.md": "---\nname: outline\nversion: 2.0.0\n---\nAnswer with an outline.\n",
    "prompts/other.prompt.md": "---\nname: other\nversion: 2.0.0\n---\nAnswer with another outline.\n",
    "environments/prod.yaml": "kind: Environment\nname: prod\n",
    "environments/dev.yaml": "kind: Environment\nname: dev\n",
}
SOME = "stages: [{percent: 10}]\n"


def rollout(rest: str = SOME, target: str = "outline") -> str:
    return f"target: prompt:{target}@2\n{rest}"


def told(lint: Lint, *rollouts: str) -> list[str]:
    written = {f"rollouts/{n}.yaml": f"kind: Rollout\nname: r{n}\n{text}" for n, text in enumerate(rollouts)}
    found = lint({**PROJECT, **written}, "overlapping-rollouts")
    return [each.message for each in found]


@pytest.mark.parametrize(
    ("first", "second", "where"),
    [
        ("", "", "everywhere"),
        ("", "environment: prod\n", "in `prod`"),
        ("environment: prod\n", "", "in `prod`"),
        ("environment: prod\n", "environment: prod\n", "in `prod`"),
        ("environment: prod\n", "environment: prod\nstage: 0\n", "in `prod`"),
    ],
)
def test_two_rollouts_of_one_target_in_one_environment(lint: Lint, first: str, second: str, where: str) -> None:
    (message,) = told(lint, rollout(first + SOME), rollout(second + SOME))
    assert message == f"`rollout:r1` and `rollout:r0` both roll out `prompt:outline@2` {where}"


@pytest.mark.parametrize(
    "second",
    [
        rollout(target="other"),
        rollout("environment: dev\n" + SOME),
        rollout("environment: prod\n"),
        rollout("environment: prod\nstages: [{percent: 100}]\n"),
        rollout("environment: prod\nstages: [{percent: 10}, {soak_days: 1}]\nstage: 2\n"),
        rollout("environment: prod\nlifecycle: retired\n" + SOME),
        rollout("environment: prod\n" + SOME, target="absent"),
    ],
)
def test_rollouts_that_do_not_meet(lint: Lint, second: str) -> None:
    assert told(lint, rollout("environment: prod\n" + SOME), second) == []


def test_of_many_rollouts_each_but_the_first_is_told(lint: Lint) -> None:
    assert len(told(lint, *[rollout()] * 4)) == 3
