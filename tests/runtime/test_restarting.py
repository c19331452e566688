"""What was seen is remembered over a restart: nobody leads an application back that had come further."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.runtime.shop import Shop, put, said, saying

import promptops.runtime as promptops

BAD = {"reason": "it is rude"}
DAY = 86_400.0


def refusal(call: Callable[[], object]) -> str:
    with pytest.raises(promptops.RefusedError) as caught:
        call()
    assert caught.value.help
    return str(caught.value.code)


@pytest.fixture
def state(shop: Shop, tmp_path: Path) -> Path:
    """Return the state of an application that has seen two releases and a kill document."""
    path = tmp_path / "state.json"
    with shop.open(state=path) as runtime:
        assert said(runtime) == "one"
        shop.publish(saying("two"))
        shop.switch_off()
        assert said(runtime) == "two"
    return path


def test_a_store_that_was_put_back_is_refused_at_the_next_start(shop: Shop, state: Path) -> None:
    assert said(shop.open(state=state)) == "two"
    shop.point(sequence=1)
    shop.write()
    assert refusal(lambda: shop.open(state=state)) == "rolled-back-pointer"
    shop.point(sequence=2, min_kill_sequence=1)
    shop.write()
    assert refusal(lambda: shop.open(state=state)) == "equivocation"


def test_a_kill_document_that_was_taken_away_is_missed_at_the_next_start(shop: Shop, state: Path) -> None:
    (shop.folder / "channels/prod.kill.json").unlink()
    assert refusal(lambda: shop.open(state=state)) == "withheld-kill"


def test_a_project_that_has_become_empty_is_refused_at_the_next_start(shop: Shop, state: Path) -> None:
    shop.publish({})
    assert refusal(lambda: shop.open(state=state)) == "empty-project"


@pytest.mark.parametrize(
    "damage", [lambda d: d[:-1], lambda d: d.replace(b"prod", b"prud"), lambda _: b"", lambda _: b"{}"]
)
def test_a_corrupt_state_is_refused(shop: Shop, state: Path, damage: Callable[[bytes], bytes]) -> None:
    state.write_bytes(damage(state.read_bytes()))
    assert refusal(lambda: shop.open(state=state)) in {"corrupt-state", "unsupported-format", "wrong-channel"}


def test_a_state_that_was_put_back_while_running_is_written_again(shop: Shop, state: Path) -> None:
    runtime = shop.open(state=state)
    old = state.read_bytes()
    shop.publish(saying("three"))
    assert said(runtime) == "three"
    assert state.read_bytes() != old
    state.write_bytes(old)
    shop.publish(saying("four"))
    assert said(runtime) == "four"
    assert [each["error.type"] for each in shop.told(runtime, "promptops.refused")] == ["rolled-back-state"]
    shop.point(sequence=3)
    shop.write()
    assert refusal(lambda: shop.open(state=state)) in {"rolled-back-pointer", "equivocation"}


def test_a_full_disk_is_told_and_nothing_else_happens(shop: Shop, state: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    runtime = shop.open(state=state)
    before = state.read_bytes()

    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with monkeypatch.context() as patched:
        patched.setattr(os, "fsync", full)
        shop.publish(saying("three"))
        assert said(runtime) == "three"
        (told, *_) = shop.told(runtime, "promptops.state.unsaved")
        assert told == {"error.message": "No space left on device"}
        assert state.read_bytes() == before
        assert sorted(path.name for path in state.parent.glob("state*")) == ["state.json", "state.json.lock"]
    runtime.refresh()
    assert state.read_bytes() != before


def test_two_processes_share_a_state_and_the_newer_one_stays(shop: Shop, state: Path) -> None:
    slow, fast = shop.open(state=state, check_every=None), shop.open(state=state)
    shop.publish(saying("three"))
    assert said(fast) == "three"
    newest = state.read_bytes()
    shop.switch_off()
    slow.refresh()
    put(state.with_name("copy"), newest)
    runtime = shop.open(state=state)
    assert (runtime.status.sequence, runtime.status.kill_sequence) == (3, 2)


def test_a_pointer_that_has_expired(shop: Shop) -> None:
    runtime = shop.open(max_staleness=DAY)
    shop.clock.advance(days=1, hours=23)
    assert runtime.refresh().code is None
    shop.clock.advance(hours=2)
    status = runtime.refresh()
    assert status.code == "expired-pointer"
    assert said(runtime) == "one"
    assert refusal(lambda: shop.open(max_staleness=DAY)) == "expired-pointer"
    assert said(shop.open(max_staleness=2 * DAY)) == "one"
    assert refusal(lambda: shop.open(max_staleness=0)) == "expired-pointer"


@pytest.mark.parametrize(("days", "code"), [(-1, "clock-set-back"), (400, "expired-pointer")])
def test_a_clock_that_jumps_is_told_and_changes_nothing(shop: Shop, days: int, code: str) -> None:
    shop.point(issued_at="2026-11-19T00:00:00Z")
    shop.write()
    runtime = shop.open()
    shop.clock.advance(days=days)
    assert runtime.refresh().code == code
    assert said(runtime) == "one"
    shop.clock.advance(days=-days)
    assert runtime.refresh().code is None


def test_a_kill_works_whatever_the_clock_says(shop: Shop) -> None:
    session = shop.open().session("user-1")
    session.resolve("greeting")
    shop.clock.advance(days=-400)
    shop.switch_off(disabled={"prompt:greeting@1": BAD})
    with pytest.raises(promptops.KilledError):
        session.resolve("greeting")


def test_an_application_without_a_good_bundle_does_not_start(shop: Shop) -> None:
    put(shop.folder / "channels/prod.json", b"")
    assert refusal(shop.open) == "malformed-json"
    (shop.folder / "channels/prod.json").unlink()
    assert refusal(shop.open) == "missing-file"
    shop.folder = shop.folder / "absent"
    assert refusal(shop.open) == "missing-file"
