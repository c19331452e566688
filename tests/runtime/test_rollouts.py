"""Rollouts that meet: of several for one resource, all must reach a session."""

from __future__ import annotations

from tests.runtime.rollout_vectors import FILE, vectors
from tests.runtime.shop import Shop, prompt, resource


def test_the_published_vectors_are_these_cases() -> None:
    assert FILE.read_text(encoding="utf-8") == vectors(), "write it again: python -m tests.runtime.rollout_vectors"


def test_each_of_two_rollouts_can_be_switched_off(shop: Shop) -> None:
    resources = {f"prompt:reply@{major}": prompt(f"prompt:reply@{major}") for major in (1, 2)}
    rollouts = {
        f"rollout:{name}": resource(f"rollout:{name}", {"/target": "prompt:reply@2"}, stages=[{"percent": 100}])
        for name in "ab"
    }
    shop.publish({**resources, **rollouts})
    session = shop.open().session("user-1")
    assert session.resolve("reply").prompt == "prompt:reply@2"
    for name in "ab":
        shop.switch_off(disabled={f"rollout:{name}": {"reason": "it is rude"}})
        assert (session.resolve("reply").prompt, session.resolve("reply").reason) == ("prompt:reply@1", "killed")
