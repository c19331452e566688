"""Events are told to whoever listens, and nobody waits for him."""

from __future__ import annotations

import json
import threading
import time
from pathlib import Path

import pytest
from tests.runtime.shop import Shop, prompt, resource, saying

import promptops.runtime as promptops
from promptops.runtime import events
from promptops.runtime.events import Event


def test_who_saw_what_is_told_once_a_session(shop: Shop) -> None:
    shop.publish(
        {
            "prompt:reply@1": {
                **prompt("prompt:reply@1", inputs={"properties": {"name": {"type": "string"}}}),
                "programs": {"/body": ["Secret words for ", ["write", ["name", "name"]]]},
            }
        }
    )
    runtime = shop.open()
    with runtime.session("user-1") as session:
        decision = session.resolve("reply")
        assert shop.told(runtime, "feature_flag.evaluation") == []
        for _ in range(3):
            assert decision.render(name="Ada") == "Secret words for Ada"
        session.child().resolve("reply").render(name="Ada")
    (told,) = shop.told(runtime, "feature_flag.evaluation")
    assert told == {
        "feature_flag.key": "prompt:reply@1",
        "feature_flag.provider.name": "promptops",
        "feature_flag.result.reason": "static",
        "feature_flag.set.id": shop.current,
        "feature_flag.context.id": "user-1",
        "feature_flag.version": "1.0.0",
        "gen_ai.prompt.name": "reply",
        "gen_ai.prompt.version": "1.0.0",
        "promptops.stamp": str(decision.stamp),
    }
    everything = json.dumps([event.attributes for event in shop.events])
    assert "Secret" not in everything
    assert "Ada" not in everything


def test_a_session_that_is_taken_up_again_tells_nothing_twice(shop: Shop) -> None:
    variants = [{"name": "plain", "weight": 1}]
    texts = {"/variants/0/body": ["plain"]}
    split = {**prompt("prompt:reply@1", variants=variants), "programs": texts}
    shop.publish({"prompt:reply@1": split, "prompt:other@1": prompt("prompt:other@1")})
    runtime = shop.open()
    with runtime.session("user-1") as session:
        session.resolve("reply").render()
        pin = str(session.pin())
    for _ in range(2):
        with runtime.resume(pin) as resumed:
            resumed.resolve("reply").render()
            assert list(resumed.bundles) == [shop.current]
            pin = str(resumed.pin())
    assert len(shop.told(runtime, "feature_flag.evaluation")) == 1
    with runtime.resume(pin) as resumed:
        resumed.resolve("other").render()
        shop.publish(saying("two"))
        runtime.refresh()
        resumed.upgrade()
        resumed.resolve("greeting").render()
        pin = str(resumed.pin())
    keys = [each["feature_flag.key"] for each in shop.told(runtime, "feature_flag.evaluation")]
    assert keys == ["prompt:reply@1", "prompt:other@1", "prompt:greeting@1"]
    assert list(runtime.resume(pin).bundles)[-1] == shop.current


def test_a_rollout_has_an_event_of_its_own_for_those_who_get_what_it_rolls_out(shop: Shop) -> None:
    staff = {"exposure": "reply.exposed", "stages": [{"cohort": {"cohort": {"in": ["staff"]}}}]}
    shop.publish(
        {
            "prompt:reply@1": prompt("prompt:reply@1"),
            "prompt:reply@2": prompt("prompt:reply@2", "Hello", {"/model": "model:large@2"}),
            "model:large@2": resource("model:large@2"),
            "rollout:reply": resource("rollout:reply", {"/target": "prompt:reply@2"}, **staff),
            "rollout:large": resource("rollout:large", {"/target": "model:large@2"}, exposure="large.exposed"),
        }
    )
    runtime = shop.open()
    for user, context in (("ines", {"cohort": "staff"}), ("customer-1", {})):
        with runtime.session(user, **context) as session:
            for _ in range(2):
                session.resolve("reply").render()
    (told,) = shop.told(runtime, "reply.exposed")
    assert told["feature_flag.context.id"] == "ines"
    everyone = shop.told(runtime, "feature_flag.evaluation")
    assert [each["gen_ai.prompt.version"] for each in everyone] == ["2.0.0", "1.0.0"]
    assert told == everyone[0] == shop.told(runtime, "large.exposed")[0]


def test_a_blocked_sink_blocks_nobody(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(events, "MAX_WAITING", 50)
    release = threading.Event()
    got: list[Event] = []

    def sink(event: Event) -> None:
        release.wait(10)
        got.append(event)

    runtime = shop.open(on_event=sink)
    began = time.monotonic()
    for number in range(200):
        with runtime.session(f"user-{number}") as session:
            session.resolve("greeting").render()
    assert time.monotonic() - began < 2
    assert runtime.status.dropped_events >= 100
    assert not runtime.flush(0.05)
    release.set()
    assert runtime.flush(5)
    assert len(got) == 200 - runtime.status.dropped_events + 1  # and that a bundle is in force


def test_a_failing_sink_fails_nobody_and_gets_the_next_event(shop: Shop) -> None:
    got: list[str] = []

    def sink(event: Event) -> None:
        got.append(event.name)
        raise RuntimeError("no")

    runtime = shop.open(on_event=sink)
    for number in range(3):
        with runtime.session(f"user-{number}") as session:
            session.resolve("greeting").render()
    assert runtime.flush(5)
    assert got.count("feature_flag.evaluation") == 3


def test_a_file_of_json_lines(shop: Shop, tmp_path: Path) -> None:
    path = tmp_path / "events.jsonl"
    runtime = shop.open(on_event=promptops.JsonLines(path))
    shop.publish(saying("two"))
    with runtime.session("Ünit\n") as session:
        session.resolve("greeting").render()
    runtime.close()
    lines = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    assert [line["name"] for line in lines] == [
        "promptops.bundle.activated",
        "promptops.bundle.activated",
        "feature_flag.evaluation",
    ]
    assert lines[-1]["attributes"]["feature_flag.context.id"] == "Ünit\n"
    assert abs(lines[-1]["time_unix_nano"] - time.time_ns()) < 60e9


def test_no_sink_no_thread(shop: Shop) -> None:
    before = threading.active_count()
    runtime = shop.open(on_event=None)
    with runtime.session("user-1") as session:
        session.resolve("greeting").render()
    assert threading.active_count() == before
