"""A session keeps what it was given, from its first decision to its last, in this process or another."""

from __future__ import annotations

import gc
import json
import shutil
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from tests.runtime.shop import Shop, prompt, put, resource, said, saying, units

import promptops.runtime as promptops

VARIANTS = [{"name": "plain", "weight": 60}, {"name": "warm", "weight": 40}]
SPLIT = {
    "prompt:reply@1": {
        **prompt("prompt:reply@1", variants=VARIANTS),
        "programs": {"/variants/0/body": ["plain"], "/variants/1/body": ["warm"]},
    }
}


def test_a_unit_gets_the_same_every_time_and_weights_hold(shop: Shop) -> None:
    shop.publish(SPLIT)
    runtime = shop.open()
    first = {unit: runtime.session(unit).resolve("reply").variant for unit in units(2_000)}
    again = {unit: shop.open().session(unit).resolve("reply").variant for unit in list(first)[:50]}
    assert first.items() >= again.items()
    assert 1_130 < Counter(first.values())["plain"] < 1_270


def test_a_greater_weight_moves_nobody_away(shop: Shop) -> None:
    shop.publish(SPLIT)
    before = {unit: shop.open().session(unit).resolve("reply").variant for unit in units(300)}
    more = {**SPLIT["prompt:reply@1"], "attributes": dict(SPLIT["prompt:reply@1"]["attributes"])}
    more["attributes"]["variants"] = [{"name": "plain", "weight": 30}, {"name": "warm", "weight": 70}]
    shop.publish({"prompt:reply@1": more})
    runtime = shop.open()
    after = {unit: runtime.session(unit).resolve("reply").variant for unit in before}
    assert all(after[unit] == "warm" for unit, variant in before.items() if variant == "warm")
    assert after != before


def test_a_session_keeps_its_bundle_until_it_upgrades(shop: Shop) -> None:
    runtime = shop.open()
    with runtime.session("user-1") as session:
        decision = session.resolve("greeting")
        shop.publish(saying("two"))
        assert said(runtime) == "two"
        assert decision.render() == session.resolve("greeting").render() == "one"
        assert session.resolve("greeting") is decision
        assert session.child().resolve("greeting").render() == "one"
        session.upgrade()
        assert session.resolve("greeting").render() == "two"
        assert list(session.bundles) == [decision.stamp.bundle, session.bundle]


def test_a_session_that_has_ended_decides_nothing(shop: Shop) -> None:
    with shop.open().session("user-1") as session:
        session.resolve("greeting")
    with pytest.raises(promptops.InputError) as caught:
        session.resolve("greeting")
    assert caught.value.code == "closed-session"


def test_a_bundle_is_let_go_of_when_no_session_holds_it(shop: Shop) -> None:
    runtime = shop.open()
    first = shop.current
    session = runtime.session("user-1")
    for number in range(6):
        shop.publish(saying(f"{number}"))
        said(runtime)
        gc.collect()
    assert first in runtime.status.live
    assert session.resolve("greeting").render() == "one"
    session.close()
    gc.collect()
    assert first not in runtime.status.live
    assert len(runtime.status.live) == 3


def test_a_session_moves_when_its_time_to_drain_is_over(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    now = 1_000.0
    for module in ("watching", "session"):
        monkeypatch.setattr(f"promptops.runtime.{module}.monotonic", lambda: now)
    runtime = shop.open(drain=60.0)
    session = runtime.session("user-1")
    session.resolve("greeting")
    shop.publish(saying("two"))
    assert said(runtime) == "two"
    now += 59
    assert session.resolve("greeting").render() == "one"
    now += 1
    assert session.resolve("greeting").render() == "two"
    (moved,) = shop.told(runtime, "promptops.session.moved")
    assert moved["feature_flag.set.id"] == shop.current
    with pytest.raises(AttributeError):
        session.resolve("greeting").variant = "x"  # type: ignore[misc]  # it is frozen, which is what is shown


def test_a_pin_carries_a_session_over_to_another_process(shop: Shop) -> None:
    shop.publish(SPLIT)
    runtime = shop.open()
    session = runtime.session("user-1", plan="pro", teams=["a", "b"])
    decision = session.resolve("reply")
    decision.render()
    pin = str(session.pin())
    shop.publish(saying("two"))
    trust = shop.folder.parent / "trust.json"
    trust.write_bytes(shop.trust())
    program = (
        "import sys, datetime, promptops.runtime as promptops\n"
        "clock = lambda: datetime.datetime(2026, 11, 21, 10, tzinfo=datetime.UTC)\n"
        "rt = promptops.open(sys.argv[1], channel='prod', trust=sys.argv[2], clock=clock)\n"
        "session = rt.resume(sys.argv[3])\n"
        "decision = session.resolve('reply')\n"
        "print(decision.stamp.bundle, decision.variant, decision.reason, session.context, list(session.bundles))\n"
    )
    ran = subprocess.run(
        [sys.executable, "-c", program, str(shop.folder), str(trust), pin], capture_output=True, text=True, check=True
    )
    context = {"unit": "user-1", "plan": "pro", "teams": ["a", "b"]}
    bundle = decision.stamp.bundle
    assert ran.stdout.strip() == f"{bundle} {decision.variant} pinned {context} {[bundle]}"


def test_a_pinned_variant_stays_though_the_session_would_get_another(shop: Shop) -> None:
    shop.publish(SPLIT)
    runtime = shop.open()
    session = runtime.session("user-1")
    variant = session.resolve("reply").variant
    other = "plain" if variant == "warm" else "warm"
    pin = session.pin()._replace(variants={"prompt:reply@1": other})
    resumed = runtime.resume(pin)
    assert (resumed.resolve("reply").variant, resumed.resolve("reply").reason) == (other, "pinned")
    resumed.upgrade()
    assert (resumed.resolve("reply").variant, resumed.resolve("reply").reason) == (variant, "split")


def test_a_kill_takes_a_variant_for_as_long_as_it_lasts(shop: Shop) -> None:
    """Whether the session was pinned before or is pinned meanwhile, and whatever else is switched off."""
    shop.publish(SPLIT)
    runtime = shop.open()
    session = runtime.session("user-1")
    variant = session.resolve("reply").variant
    other = "plain" if variant == "warm" else "warm"
    chosen = runtime.resume(session.pin()._replace(variants={"prompt:reply@1": other}))
    for kept, own in ((session, variant), (chosen, other)):
        shop.switch_off(variants={"prompt:reply@1": {own: {"reason": "it is rude"}}})
        assert (kept.resolve("reply").variant, kept.resolve("reply").reason) == (
            "plain" if own == "warm" else "warm",
            "killed",
        )
        pin = str(kept.pin())
        killed = runtime.resume(pin)
        assert killed.resolve("reply").reason == "killed"
        pins = (pin, str(killed.pin()))
        shop.switch_off()
        for each in (kept, killed, *map(runtime.resume, pins)):
            assert each.resolve("reply").variant == own
            assert each.pin().variants == {"prompt:reply@1": own}


def test_a_pin_holds_what_was_given_before_something_else_was_switched_off(shop: Shop) -> None:
    shop.publish(SPLIT)
    session = shop.open().session("user-1")
    variant = session.resolve("reply").variant
    shop.switch_off(disabled={"prompt:other": {"reason": "it is rude"}})
    assert session.pin().variants == {"prompt:reply@1": variant}
    assert session.child(plan="pro").pin().variants == {}


def test_what_a_session_was_given_ends_with_its_bundle_and_its_attributes(shop: Shop) -> None:
    """Whether it has gone on all the time or was taken up again: a weight of 0 takes a variant from everybody."""
    first = shop.publish(SPLIT)
    runtime = shop.open()
    session = runtime.session("user-1")
    variant = session.resolve("reply").variant
    other = "plain" if variant == "warm" else "warm"
    resumed = runtime.resume(session.pin()._replace(variants={"prompt:reply@1": other}))
    assert resumed.child().resolve("reply").variant == other
    assert resumed.child(plan="pro").resolve("reply").variant == variant
    less = {**SPLIT["prompt:reply@1"], "attributes": dict(SPLIT["prompt:reply@1"]["attributes"])}
    less["attributes"]["variants"] = [{"name": name, "weight": int(name == variant)} for name in ("plain", "warm")]
    shop.publish({"prompt:reply@1": less})
    shop.switch_off(revoked={first: {"reason": "it is rude"}})
    for each in (session, resumed):
        assert (each.resolve("reply").variant, each.resolve("reply").reason) == (variant, "revoked")
        assert each.pin().variants == {}


def test_a_unit_of_its_own_among_the_attributes_is_kept(shop: Shop) -> None:
    runtime = shop.open()
    for context in ({}, {"unit": "user-1"}, {"unit": "acme"}, {"unit": 7}):
        session = runtime.session("user-1", **context)
        assert session.context == {"unit": "user-1", **context}
        assert runtime.resume(str(session.pin())).context == session.context


def test_a_session_is_resumed_after_its_bundle_was_collected(shop: Shop) -> None:
    runtime = shop.open()
    with runtime.session("user-1") as session:
        pin, first = session.pin(), session.bundle
    for number in range(6):
        shop.publish(saying(f"{number}"))
        said(runtime)
    gc.collect()
    assert first not in runtime.status.live
    assert runtime.resume(pin).resolve("greeting").render() == "one"


@pytest.mark.parametrize("fault", ["gone", "tampered"])
def test_a_pin_whose_bundle_is_not_to_be_had_is_told(shop: Shop, fault: str) -> None:
    runtime = shop.open()
    with runtime.session("user-1") as session:
        pin, first = session.pin(), session.bundle
    for number in range(6):
        shop.publish(saying(f"{number}"))
        said(runtime)
    gc.collect()
    if fault == "gone":
        shutil.rmtree(shop.folder / "bundles")
    else:
        put(shop.folder / f"bundles/{first}.json", shop.files[f"bundles/{first}.json"].replace(b"one", b"own"))
    with pytest.raises(promptops.PinError, match=first) as caught:
        runtime.resume(pin)
    assert caught.value.code == "gone-bundle"


SOUND = {
    "format": "promptops-pin/1",
    "unit": "u",
    "context": {},
    "bundle": "0" * 64,
    "exposed": {},
    "variants": {},
    "runs": {},
}
EXPOSED: list[Any] = [[], None, {"0" * 64: None}, {"0" * 64: "prompt:a"}, {"0" * 64: [1]}, {"../": []}]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{}",
        "[]",
        "null",
        "1" * 50,
        "[" * 100_000,
        '{"format":"promptops-pin/1"}',
        json.dumps({**SOUND, "format": "x"}),
        json.dumps({**SOUND, "bundle": "0"}),
        json.dumps({**SOUND, "variants": {"a": 1}}),
        json.dumps({**SOUND, "written_by": []}),
        json.dumps({**SOUND, "unit": ""}),
        json.dumps({**SOUND, "unit": "\ud800"}),
        *(json.dumps({**SOUND, "exposed": exposed}) for exposed in EXPOSED),
    ],
)
def test_what_is_no_pin_is_told(shop: Shop, text: str) -> None:
    with pytest.raises(promptops.PinError) as caught:
        shop.open().resume(text)
    assert caught.value.code == "wrong-pin"


@pytest.mark.parametrize("bundle", ["", "0" * 63, "g" * 64, "\0" * 64, "\ud800" * 64, "../" * 21 + "a", "A" * 64])
def test_a_pin_names_its_bundle_by_a_digest(shop: Shop, bundle: str) -> None:
    runtime = shop.open()
    pin = runtime.session("user-1").pin()
    for written in (pin._replace(bundle=bundle), pin._replace(exposed={bundle: ()})):
        with pytest.raises(promptops.PinError) as caught:
            runtime.resume(str(written))
        assert caught.value.code == "wrong-pin"
    with pytest.raises(promptops.PinError):
        runtime.resume(pin._replace(bundle=bundle))


def test_a_pin_is_good_in_its_environment_alone(shop: Shop) -> None:
    runtime = shop.open()
    pin = runtime.session("user-1").pin()
    other = shop.bundle(saying("two"), environment="dev")
    shop.write()
    with pytest.raises(promptops.PinError) as caught:
        runtime.resume(pin._replace(bundle=other))
    assert caught.value.code == "wrong-environment"


@pytest.mark.parametrize("unit", ["", "\ud800", 7, None])
def test_a_unit_is_a_text(shop: Shop, unit: object) -> None:
    with pytest.raises(promptops.InputError):
        shop.open().session(unit)  # type: ignore[arg-type]  # that is what is tried


def test_names_that_are_not_there_are_told_with_what_was_meant(shop: Shop) -> None:
    with pytest.raises(promptops.UnknownNameError, match="`greting`") as caught:
        shop.open().session("user-1").resolve("greting")
    assert caught.value.help == "did you mean `greeting`?"


def test_a_decision_names_model_tools_and_parameters(shop: Shop) -> None:
    links = {"/model": "model:large@2", "/tools/0": "tool:look-up@1"}
    shop.publish(
        {
            "prompt:reply@1": prompt(
                "prompt:reply@1", "Hi", links, tools=["look-up"], parameters={"temperature": 0.2, "stop": ["x"]}
            ),
            "model:large@2": resource(
                "model:large@2", {"/provider": "provider:acme"}, id="large-2026", price={"input": "2.4", "per": 1_000}
            ),
            "provider:acme": resource("provider:acme", timeout="500ms", retries={"max_attempts": 3}),
            "tool:look-up@1": resource("tool:look-up@1"),
        }
    )
    runtime = shop.open()
    decision = runtime.session("user-1").resolve("reply")
    assert (decision.model, decision.tools, decision.reason, decision.agent) == (
        "large-2026",
        ("look-up",),
        "default",
        None,
    )
    assert decision.provider is not None
    assert decision.provider._asdict() == {
        "reference": "provider:acme",
        "name": "acme",
        "timeout": 0.5,
        "max_attempts": 3,
        "requests_per_minute": None,
        "tokens_per_minute": None,
    }
    decision.parameters["stop"].append("y")
    assert decision.parameters == {"temperature": 0.2, "stop": ["x"]}
    assert str(decision.stamp) == f"sha256-{shop.current}:reply@1.0.0:-:large@2:default"


def test_messages_are_rendered_as_a_conversation(shop: Shop) -> None:
    messages = [{"role": "system"}, {"role": "user"}]
    shop.publish(
        {
            "prompt:chat": {
                **resource("prompt:chat", messages=messages),
                "programs": {
                    "/messages/0/content": ["Be kind."],
                    "/messages/1/content": [["write", ["name", "question"]]],
                },
            }
        }
    )
    decision = shop.open().session("user-1").resolve("chat")
    assert decision.render(question="Why?") == [
        {"role": "system", "content": "Be kind."},
        {"role": "user", "content": "Why?"},
    ]


def test_a_path_is_as_good_as_a_text(shop: Shop, tmp_path: Path) -> None:
    trust = tmp_path / "trust.json"
    trust.write_bytes(shop.trust())
    assert said(promptops.open(shop.folder, channel="prod", trust=trust, clock=shop.clock)) == "one"
    with pytest.raises(promptops.StoreError):
        promptops.open(shop.folder, channel="prod", trust=tmp_path / "absent.json")
    for wrong in ("Prod", "../prod", ""):
        with pytest.raises(promptops.InputError):
            promptops.open(shop.folder, channel=wrong, trust=trust)
