"""One state file for several processes: what one has seen, no other makes forget, and nobody is accused of it."""

from __future__ import annotations

import os
import threading
from pathlib import Path

import pytest
from tests.runtime.shop import Shop
from tests.trust.publisher import CHANNEL, NOW

from promptops.runtime import state_file
from promptops.runtime.lock_files import LockFile
from promptops.runtime.state_file import StateFile
from promptops.trust.root import TrustRoot
from promptops.trust.state import TrustState


@pytest.fixture
def root(shop: Shop) -> TrustRoot:
    """Return what the application trusts."""
    return TrustRoot.load(shop.trust(), NOW)


@pytest.fixture
def states(shop: Shop, root: TrustRoot) -> list[TrustState]:
    """Return what is seen one after the other: twelve releases, and a kill document with every third."""
    seen = []
    state = TrustState()
    for number in range(12):
        state = state.with_pointer(root, CHANNEL, shop.point(), NOW)
        if number % 3 == 0:
            state = state.with_kill(root, CHANNEL, shop.kill())
        seen.append(state)
    return seen


def test_who_read_before_another_wrote_does_not_write_over_it(
    tmp_path: Path, root: TrustRoot, states: list[TrustState], monkeypatch: pytest.MonkeyPatch
) -> None:
    path = str(tmp_path / "state")
    slow, fast = StateFile(path, root, CHANNEL), StateFile(path, root, CHANNEL)
    replace, told = os.replace, []
    saving = threading.Thread(target=lambda: told.append(fast.save(states[5])))

    def replacing(half: str, to: str) -> None:
        monkeypatch.setattr(os, "replace", replace)
        saving.start()
        saving.join(0.2)
        replace(half, to)

    monkeypatch.setattr(os, "replace", replacing)
    told.append(slow.save(states[1]))
    saving.join()
    assert told == [None, None]
    assert slow.load() == states[5]
    assert fast.save(states[6]) is None
    assert sorted(each.name for each in tmp_path.glob("state*")) == ["state", "state.lock"]


def test_processes_that_write_at_once_accuse_nobody_and_keep_the_newest(
    tmp_path: Path, root: TrustRoot, states: list[TrustState]
) -> None:
    path = str(tmp_path / "state")

    def child(mine: list[TrustState]) -> int:
        made = os.fork()
        if made == 0:
            status = 1
            try:
                file = StateFile(path, root, CHANNEL)
                status = int(any(file.save(state) is not None for state in mine))
            finally:
                os._exit(status)
        return made

    children = [child(states[first::step]) for first in range(4) for step in (1, 2, 3)]
    assert [os.waitpid(each, 0)[1] for each in children] == [0] * len(children)
    assert StateFile(path, root, CHANNEL).load() == states[-1]


def test_who_holds_the_lock_for_long_is_told_and_not_waited_for(
    tmp_path: Path, root: TrustRoot, states: list[TrustState], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(state_file, "PATIENCE", 0.02)
    path = str(tmp_path / "state")
    file = StateFile(path, root, CHANNEL)
    with LockFile(f"{path}.lock").held():
        assert file.save(states[0]) == "another process holds its lock"
    assert file.save(states[0]) is None


def test_the_lock_of_a_state_is_no_link(tmp_path: Path, root: TrustRoot, states: list[TrustState]) -> None:
    (tmp_path / "state.lock").symlink_to(tmp_path / "made")
    assert StateFile(str(tmp_path / "state"), root, CHANNEL).save(states[0]) is not None
    assert not (tmp_path / "made").exists()
