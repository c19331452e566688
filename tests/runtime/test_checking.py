"""A bundle that was signed and is of a wrong form is refused whole; nothing that it holds raises anything else."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import pytest
from tests.runtime.shop import Resource, Shop, prompt, put, resource, said, saying

import promptops.runtime as promptops
from promptops.runtime.checking import check_resources
from promptops.trust import strict_json
from promptops.trust.refusals import RefusedError

GREETING = "prompt:greeting@1"


def links(**targets: Any) -> dict[str, Any]:
    return {f"/{key}": target for key, target in targets.items()}


def rollout(**attributes: Any) -> dict[str, Resource]:
    return {"rollout:x": resource("rollout:x", links(target=GREETING), **attributes)}


def greeting(text_links: Mapping[str, Any] = {}, /, **attributes: Any) -> dict[str, Resource]:
    return {GREETING: prompt(GREETING, "two", text_links, **attributes)}


def segment(condition: Any) -> dict[str, Resource]:
    return greeting(variants=[{"name": "a", "segment": {"plan": condition}}])


WRONG: dict[str, dict[str, Any]] = {
    "major-word": {"prompt:x@abc": prompt("prompt:x")},
    "major-digits": {f"prompt:x@{'9' * 5_000}": prompt("prompt:x")},
    "major-negative": {"prompt:x@-1": prompt("prompt:x")},
    "major-empty": {"prompt:x@": prompt("prompt:x")},
    "major-foreign-digit": {"prompt:x@\u0661": prompt("prompt:x")},
    "major-superscript": {"prompt:x@\u00b2": prompt("prompt:x")},
    "major-of-a-kind": {"a@1:b": {**resource("prompt:x"), "kind": "a@1"}},
    "name": {"prompt:": prompt("prompt:")},
    "name-missing": {"prompt": prompt("prompt:x")},
    "kind": {"budget:x": {**resource("budget:x"), "kind": "prompt"}},
    "kind-list": {"prompt:x": {**prompt("prompt:x"), "kind": []}},
    "attributes": {"prompt:x": {**prompt("prompt:x"), "attributes": []}},
    "resource": {"prompt:x": 5},
    "links": {"prompt:x": {**prompt("prompt:x"), "links": []}},
    "link-number": {"agent:x": resource("agent:x", links(prompt=5))},
    "link-object": {"rollout:x": resource("rollout:x", links(target={}))},
    "programs": {"prompt:x": {**prompt("prompt:x"), "programs": []}},
    "salt": {"prompt:x": {**prompt("prompt:x"), "split": {"scheme": "promptops-bucket/1"}}},
    "rollback": rollout(rollback="a"),
    "stage": rollout(stage="1", stages=[{}]),
    "stage-negative": rollout(stage=-1, stages=[{}]),
    "stages": rollout(stages={}),
    "percent": rollout(stages=[{"percent": "50"}]),
    "inputs": greeting(inputs=[]),
    "inputs-fragment": {"fragment:x": {**prompt("fragment:x"), "attributes": {"name": "x", "inputs": 5}}},
    "inputs-properties": greeting(inputs={"properties": 5}),
    "inputs-required": greeting(inputs={"required": 5}),
    "inputs-type": greeting(inputs={"type": 5}),
    "inputs-types": greeting(inputs={"type": [["a"]]}),
    "inputs-enum": greeting(inputs={"enum": 5}),
    "inputs-bound": greeting(inputs={"properties": {"a": {"minimum": "1"}}}),
    "inputs-item": greeting(inputs={"properties": {"a": {"items": {"enum": {}}}}}),
    "inputs-others": greeting(inputs={"additionalProperties": {"required": [1]}}),
    "messages": greeting(messages=5),
    "messages-object": greeting(messages={}),
    "messages-texts": greeting(messages=["a"]),
    "messages-role": greeting(messages=[{"content": "a"}]),
    "variants": greeting(variants={}),
    "weight": greeting(variants=[{"name": "a", "weight": "1"}]),
    "parameters": greeting(parameters=5),
    "tools": greeting(links(**{"tools/0": GREETING}), tools=5),
    "model-fallbacks": {"model:x": resource("model:x", fallbacks=7)},
    "model-provider": {"model:x": resource("model:x", links(provider=GREETING))},
    "provider-timeout": {"provider:x": resource("provider:x", timeout=30)},
    "provider-retries": {"provider:x": resource("provider:x", retries=3)},
    "provider-attempts": {"provider:x": resource("provider:x", retries={"max_attempts": 0})},
    "provider-rate": {"provider:x": resource("provider:x", limits={"tokens_per_minute": "1"})},
    "tool-invokes": {"tool:x": resource("tool:x", invokes=5)},
    "agent-handoffs": {"agent:x": resource("agent:x", handoffs=5)},
    "model-id": {"model:x": resource("model:x", id=7)},
    "budget-models": {"budget:x": resource("budget:x", holder="team:x", amount={"tokens": 1}, models=7)},
    "budget-holder": {"budget:x": resource("budget:x", amount={"tokens": 1})},
    "budget-window": {"budget:x": resource("budget:x", holder="team:x", amount={"tokens": 1}, window=[])},
    "budget-exceeded": {"budget:x": resource("budget:x", holder="team:x", amount={"tokens": 1}, on_exceed="x")},
    "prompt-model": greeting(links(model=GREETING)),
    "prompt-fallback": greeting(links(fallback="model:x")),
    "prompt-tool": greeting(links(**{"tools/0": GREETING}), tools=["x"]),
    "model-fallback": {"model:x": resource("model:x", links(**{"fallbacks/0": GREETING}), fallbacks=["x"])},
    "agent-prompt": {"agent:x": resource("agent:x", links(prompt="tool:x"))},
    "agent-model": {"agent:x": resource("agent:x", links(model=GREETING))},
    "agent-tool": {"agent:x": resource("agent:x", links(**{"tools/1": GREETING}), tools=["x", "y"])},
    "budget-model": {
        "budget:x": resource(
            "budget:x", links(**{"models/0": GREETING}), holder="team:x", amount={"tokens": 1}, models=["x"]
        )
    },
    "budget-parent": {"budget:x": resource("budget:x", links(parent=GREETING), holder="team:x", amount={"tokens": 1})},
    "agent-budget": {"agent:x": resource("agent:x", links(budget=GREETING))},
    "agent-limits": {"agent:x": resource("agent:x", limits=[])},
    "agent-turns": {"agent:x": resource("agent:x", limits={"max_turns": -1})},
    "agent-cost": {"agent:x": resource("agent:x", limits={"max_cost": "1e3"})},
    "agent-timeout": {"agent:x": resource("agent:x", limits={"timeout": "10"})},
    "budget-amount": {"budget:x": resource("budget:x", holder="team:x", amount={})},
    "budget-euros": {"budget:x": resource("budget:x", holder="team:x", amount={"eur": "1"})},
    "budget-tokens": {"budget:x": resource("budget:x", holder="team:x", amount={"tokens": 1.5})},
    "budget-usd": {"budget:x": resource("budget:x", holder="team:x", amount={"usd": 1})},
    "model-price": {"model:x": resource("model:x", price={"input": "1"})},
    "tool-description": {"tool:x": resource("tool:x", description=[])},
    "tool-parameters": {"tool:x": resource("tool:x", parameters=[])},
    "tool-reentrancy": {"tool:x": resource("tool:x", reentrancy=1)},
    "tool-depth": {"tool:x": resource("tool:x", reentrancy={"max_depth": "1"})},
    "condition": segment("pro"),
    "condition-in": segment({"in": "pro"}),
    "condition-not-in": segment({"not_in": [[]]}),
    "condition-start": segment({"starts_with": ["a", 5]}),
    "condition-end": segment({"ends_with": 5}),
    "condition-least": segment({"at_least": "1"}),
    "condition-below": segment({"below": True}),
    "condition-percent": segment({"percent": "5"}),
}


@pytest.mark.parametrize("wrong", WRONG.values(), ids=WRONG)
def test_a_bundle_of_a_wrong_form_is_refused_for_as_long_as_it_is_there(shop: Shop, wrong: dict[str, Any]) -> None:
    runtime = shop.open()
    shop.publish({**saying("two"), **wrong})
    for _ in range(2):
        assert runtime.refresh().code == "malformed-document"
        assert (said(runtime), runtime.status.code) == ("one", "malformed-document")
    shop.publish(saying("three"))
    assert (said(runtime), runtime.status.code) == ("three", None)


def test_a_bundle_of_too_many_values_is_refused_though_it_is_signed(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    runtime = shop.open()
    monkeypatch.setattr(strict_json, "MAX_VALUES", 1_000)
    shop.publish({"prompt:x@1": prompt("prompt:x@1", parameters={"stop": [[]] * 500})})
    assert runtime.refresh().code == "too-many-values"
    assert said(runtime) == "one"


def test_the_reference_is_shown_in_part() -> None:
    with pytest.raises(RefusedError) as caught:
        check_resources({f"prompt:x@{'9' * 5_000}\n": prompt("prompt:x")})
    assert len(str(caught.value)) < 200
    assert "\n" not in str(caught.value)


def test_what_nobody_thought_of_is_a_refusal_and_keeps_no_kill_away(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    runtime = shop.open()

    def stumble(_: object) -> None:
        raise LookupError

    shop.publish(saying("two"))
    shop.switch_off(halted="stop")
    with monkeypatch.context() as patched:
        patched.setattr("promptops.runtime.loading.check_resources", stumble)
        for _ in range(2):
            status = runtime.refresh()
            assert (status.code, status.halted) == ("malformed-document", "stop")
    status = runtime.refresh()
    assert (status.code, status.active) == (None, shop.current)


def test_a_look_that_was_broken_off_is_no_success(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    runtime = shop.open()

    def interrupt(_: object) -> None:
        raise KeyboardInterrupt

    shop.publish(saying("two"))
    with monkeypatch.context() as patched:
        patched.setattr("promptops.runtime.loading.check_resources", interrupt)
        with pytest.raises(KeyboardInterrupt):
            runtime.refresh()
    assert said(runtime) == "two"


@pytest.mark.parametrize("pointer", [bytes(70_000), b"x", None])
def test_a_kill_is_followed_whatever_becomes_of_the_pointer(shop: Shop, pointer: bytes | None) -> None:
    runtime = shop.open()
    path = shop.folder / "channels/prod.json"
    path.unlink()
    if pointer is None:
        path.mkdir()
    else:
        put(path, pointer)
    shop.kill(halted="stop")
    put(shop.folder / "channels/prod.kill.json", shop.files["channels/prod.kill.json"])
    status = runtime.refresh()
    assert status.code is not None
    assert status.halted == "stop"


def test_a_kill_is_followed_though_the_next_bundle_cannot_be_read(shop: Shop) -> None:
    runtime = shop.open()
    sha256 = shop.release(saying("two"))
    shop.kill(halted="stop")
    del shop.files[f"bundles/{sha256}.json"]
    (shop.folder / f"bundles/{sha256}.json").mkdir()
    shop.write()
    status = runtime.refresh()
    assert (status.code, status.halted) == ("unreadable-store", "stop")


@pytest.mark.parametrize("path", ["", "a\0b", "\ud800"])
@pytest.mark.parametrize("option", ["trust", "store", "kill_file", "state", "ledger"])
def test_a_path_that_cannot_be_is_told(shop: Shop, option: str, path: str) -> None:
    options: dict[str, Any] = {"store": shop.folder, "trust": shop.trust(), "clock": shop.clock, option: path}
    with pytest.raises(promptops.PromptopsError) as caught:
        promptops.open(options.pop("store"), channel="prod", **options)
    assert caught.value.help


def test_a_clock_tells_its_zone(shop: Shop) -> None:
    with pytest.raises(promptops.InputError) as caught:
        shop.open(clock=lambda: datetime(2026, 11, 21))  # noqa: DTZ001 - that is the fault
    assert caught.value.code == "wrong-clock"
