"""Rollouts that meet: of several for one resource, all must reach a session."""

from __future__ import annotations

from typing import Any

import pytest
from tests.runtime.shop import Shop, prompt, resource

STAFF = {"stages": [{"cohort": {"cohort": {"in": ["staff"]}}}]}
NOBODY = {"stages": [{"percent": 0}], "stage": 1}
EVERYBODY = {"stages": [{"percent": 100}]}
ENDED: dict[str, Any] = {}
BACK_TO_1 = {"rollback": {"to": "1.0.0"}}


@pytest.mark.parametrize("kind", ["prompt", "model", "tool"])
@pytest.mark.parametrize(
    ("first", "second", "context", "found"),
    [
        (STAFF, NOBODY, {"cohort": "staff"}, (2, "default")),
        (NOBODY, STAFF, {"cohort": "staff"}, (2, "default")),
        (STAFF, EVERYBODY, {"cohort": "staff"}, (3, "targeted")),
        (EVERYBODY, STAFF, {"cohort": "staff"}, (3, "targeted")),
        (EVERYBODY, STAFF, {}, (2, "default")),
        (STAFF, ENDED, {}, (2, "default")),
        (ENDED, EVERYBODY, {}, (3, "split")),
        ({**NOBODY, **BACK_TO_1}, NOBODY, {}, (1, "default")),
        (NOBODY, {**NOBODY, **BACK_TO_1}, {}, (2, "default")),
    ],
)
def test_all_rollouts_of_a_resource_must_reach_a_session(
    shop: Shop, kind: str, first: dict[str, Any], second: dict[str, Any], context: dict[str, str], found: object
) -> None:
    name = "reply" if kind == "prompt" else "used"
    links = {} if kind == "prompt" else {"/model": "model:used@3", "/tools/0": "tool:used@3"}
    target = f"{kind}:{name}@3"
    majors = {f"{kind}:{name}@{major}": resource(f"{kind}:{name}@{major}") for major in (1, 2, 3)}
    texts = {f"prompt:reply@{major}": prompt(f"prompt:reply@{major}") for major in (1, 2, 3)}
    asked = {"prompt:reply@1": prompt("prompt:reply@1", "Hi", links, tools=["used"])}
    shop.publish(
        {
            **majors,
            **(texts if kind == "prompt" else asked),
            "rollout:a": resource("rollout:a", {"/target": target}, **first),
            "rollout:b": resource("rollout:b", {"/target": target}, **second),
        }
    )
    decision = shop.open().session("user-1", **context).resolve("reply")
    tools = [tool.reference for tool in decision.tool_definitions]
    reference = {
        "prompt": decision.prompt,
        "model": decision.models[0].reference if decision.models else "",
        "tool": tools[0] if tools else "",
    }[kind]
    assert (int(reference.partition("@")[2]), decision.reason) == found


def test_each_of_two_rollouts_can_be_switched_off(shop: Shop) -> None:
    resources = {f"prompt:reply@{major}": prompt(f"prompt:reply@{major}") for major in (1, 2)}
    rollouts = {
        f"rollout:{name}": resource(f"rollout:{name}", {"/target": "prompt:reply@2"}, **EVERYBODY) for name in "ab"
    }
    shop.publish({**resources, **rollouts})
    session = shop.open().session("user-1")
    assert session.resolve("reply").prompt == "prompt:reply@2"
    for name in "ab":
        shop.switch_off(disabled={f"rollout:{name}": {"reason": "it is rude"}})
        assert (session.resolve("reply").prompt, session.resolve("reply").reason) == ("prompt:reply@1", "killed")
