"""What is switched off reaches every session at once, also those that are pinned; nothing else does."""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import Any

import pytest
from tests.runtime.shop import Shop, prompt, put, resource, saying

import promptops.runtime as promptops

BAD = {"reason": "it is rude"}
VARIANTS = [{"name": "plain", "weight": 50}, {"name": "warm", "weight": 50}]
RESOURCES = {
    "prompt:reply@1": {
        **prompt("prompt:reply@1", "", {"/fallback": "prompt:apology"}, variants=VARIANTS, fallback="apology"),
        "programs": {"/variants/0/body": ["plain"], "/variants/1/body": ["warm"]},
    },
    "prompt:apology": prompt("prompt:apology", "sorry"),
    "prompt:alone@1": prompt("prompt:alone@1", "alone"),
    "tool:pay@1": resource("tool:pay@1"),
}


@pytest.fixture
def runtime(shop: Shop) -> promptops.Runtime:
    shop.publish(RESOURCES)
    return shop.open()


def test_a_kill_pierces_a_session_and_its_remembered_decisions(shop: Shop, runtime: promptops.Runtime) -> None:
    session = runtime.session("user-1")
    before = session.resolve("reply")
    shop.switch_off(disabled={"prompt:reply@1": BAD})
    after = session.resolve("reply")
    assert (after.prompt, after.reason, after.render()) == ("prompt:apology", "killed", "sorry")
    shop.switch_off(disabled={"prompt:alone": BAD})
    with pytest.raises(promptops.KilledError, match="it is rude") as caught:
        session.resolve("alone")
    assert caught.value.code == "killed-prompt"
    shop.switch_off()
    assert session.resolve("reply").stamp == before.stamp
    assert session.resolve("alone").render() == "alone"


def test_a_killed_variant_moves_nobody_else(shop: Shop, runtime: promptops.Runtime) -> None:
    sessions = [runtime.session(f"user-{number}") for number in range(40)]
    before = [session.resolve("reply").variant for session in sessions]
    shop.switch_off(variants={"prompt:reply@1": {"warm": BAD}})
    after = [session.resolve("reply") for session in sessions]
    assert {decision.variant for decision in after} == {"plain"}
    assert [d.reason for d in after] == ["split" if variant == "plain" else "killed" for variant in before]


def test_a_halted_channel_serves_nothing(shop: Shop, runtime: promptops.Runtime) -> None:
    session = runtime.session("user-1")
    session.resolve("reply")
    shop.switch_off(halted="all of it is wrong")
    with pytest.raises(promptops.KilledError, match="all of it is wrong"):
        session.resolve("reply")
    assert runtime.status.halted == "all of it is wrong"
    assert runtime.status.code is None


def test_a_revoked_bundle_gives_way_to_the_one_in_force(shop: Shop, runtime: promptops.Runtime) -> None:
    bad = shop.current
    session = runtime.session("user-1")
    session.resolve("alone").render()
    pin = session.pin()
    shop.bundle({**RESOURCES, "prompt:alone@1": prompt("prompt:alone@1", "better")})
    shop.switch_off(revoked={bad: BAD})
    shop.point()
    shop.write()
    moved = session.resolve("alone")
    assert (moved.render(), moved.reason, moved.stamp.bundle) == ("better", "revoked", shop.current)
    assert session.bundles == {bad: "it is rude", shop.current: None}
    assert runtime.status.live[bad] == "it is rude"
    resumed = runtime.resume(pin)
    assert resumed.resolve("alone").reason == "revoked"
    assert resumed.bundles == {bad: "it is rude"}


def test_nothing_is_served_from_a_revoked_bundle_while_there_is_no_other(
    shop: Shop, runtime: promptops.Runtime
) -> None:
    session = runtime.session("user-1")
    shop.switch_off(revoked={shop.current: BAD})
    for tried in (session, runtime.session("user-2")):
        with pytest.raises(promptops.KilledError) as caught:
            tried.resolve("alone")
        assert caught.value.code == "revoked-bundle"
    assert runtime.status.code == "revoked-bundle"


def test_a_pointer_to_a_revoked_bundle_is_refused(shop: Shop, runtime: promptops.Runtime) -> None:
    good = shop.current
    bad = shop.bundle(saying("bad"))
    shop.kill(revoked={bad: BAD})
    shop.point()
    shop.write()
    assert runtime.session("user-1").resolve("alone").stamp.bundle == good
    assert runtime.status.code == "revoked-bundle"


def test_a_kill_works_though_the_pointer_is_refused(shop: Shop, runtime: promptops.Runtime) -> None:
    session = runtime.session("user-1")
    put(shop.folder / "channels/prod.json", b"{}")
    shop.files.pop("channels/prod.json")
    shop.switch_off(disabled={"prompt:alone": BAD})
    with pytest.raises(promptops.KilledError):
        session.resolve("alone")
    assert runtime.status.code == "malformed-document"


def test_a_kill_document_that_is_taken_away_stays_in_force(shop: Shop, runtime: promptops.Runtime) -> None:
    shop.switch_off(disabled={"prompt:alone": BAD})
    session = runtime.session("user-1")
    (shop.folder / "channels/prod.kill.json").unlink()
    with pytest.raises(promptops.KilledError):
        session.resolve("alone")
    assert runtime.status.code == "withheld-kill"


def test_a_kill_document_that_widens_a_budget_is_refused(shop: Shop) -> None:
    budget = resource("budget:support", holder="team:support", amount={"tokens": 100})
    shop.publish({**RESOURCES, "budget:support": budget})
    runtime = shop.open()
    shop.switch_off(caps={"budget:support": {"tokens": 101}}, disabled={"prompt:alone": BAD})
    assert runtime.session("user-1").resolve("alone").render() == "alone"
    assert runtime.status.code == "widening-kill"


@pytest.mark.parametrize(
    "written",
    ["alone", "# why\n\nprompt:alone\n", "prompt:alone@1", "*", json.dumps({"disabled": {"prompt:alone": BAD}})],
)
def test_a_local_kill_always_works(shop: Shop, tmp_path: Path, written: str) -> None:
    shop.publish(RESOURCES)
    path = tmp_path / "kills"
    runtime = shop.open(kill_file=path)
    session = runtime.session("user-1")
    assert session.resolve("alone").render() == "alone"
    (shop.folder / "channels/prod.json").unlink()  # whatever the store does
    path.write_text(written)
    with pytest.raises(promptops.KilledError):
        session.resolve("alone")
    path.write_text("prompt:alone@2")
    assert session.resolve("alone").render() == "alone"
    path.unlink()
    assert session.resolve("alone").render() == "alone"


def test_a_local_kill_by_environment_variable(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    shop.publish(RESOURCES)
    session = shop.open().session("user-1")
    variant = session.resolve("reply").variant
    monkeypatch.setenv("PROMPTOPS_KILL", f"alone, prompt:reply#{variant}")
    assert session.resolve("reply").variant != variant
    with pytest.raises(promptops.KilledError):
        session.resolve("alone")
    monkeypatch.delenv("PROMPTOPS_KILL")
    assert session.resolve("reply").variant == variant


def test_a_broken_file_of_local_kills_keeps_the_last_one_in_force_and_lets_signed_ones_through(
    shop: Shop, tmp_path: Path
) -> None:
    shop.publish(RESOURCES)
    path = tmp_path / "kills"
    path.write_text("alone")
    runtime = shop.open(kill_file=path)
    session = runtime.session("user-1")
    path.write_text('{"disabled": ')
    with pytest.raises(promptops.KilledError):
        session.resolve("alone")
    assert runtime.status.code == "malformed-json"
    shop.switch_off(disabled={"prompt:reply": BAD})
    assert session.resolve("reply").reason == "killed"


def test_a_kill_is_seen_within_the_interval_and_fifty_milliseconds(shop: Shop) -> None:
    shop.publish(RESOURCES)
    interval = 0.2
    session = shop.open(check_every=interval).session("user-1")
    session.resolve("alone")
    shop.switch_off(disabled={"prompt:alone": BAD})
    began = time.monotonic()

    def serve() -> None:
        while time.monotonic() - began < 5:
            session.resolve("alone")

    with pytest.raises(promptops.KilledError):
        serve()
    assert time.monotonic() - began < interval + 0.05


def test_killed_tools_are_left_out_and_cannot_be_entered(shop: Shop) -> None:
    tooled: dict[str, Any] = prompt("prompt:tooled", "x", {"/tools/0": "tool:pay@1"}, tools=["pay"])
    shop.publish({**RESOURCES, "prompt:tooled": tooled})
    session = shop.open().session("user-1")
    assert session.resolve("tooled").tools == ("pay",)
    shop.switch_off(disabled={"tool:pay": BAD})
    assert session.resolve("tooled").tools == ()
    with pytest.raises(promptops.KilledError):
        session.enter("pay")


def test_nothing_is_said_where_nothing_is_new(shop: Shop, runtime: promptops.Runtime) -> None:
    shop.switch_off(disabled={"prompt:reply": BAD})
    for _ in range(3):
        said_once = runtime.refresh()
    assert said_once.kill_sequence == 1
    assert len(shop.told(runtime, "promptops.restrictions.changed")) == 1
