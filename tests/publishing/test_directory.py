from __future__ import annotations

import os
import re
import threading
from pathlib import Path

import pytest

from promptops.errors import PromptopsError
from promptops.publishing.directory import DirectoryStore


@pytest.fixture
def store(tmp_path: Path) -> DirectoryStore:
    return DirectoryStore(tmp_path / "store")


def test_what_is_written_is_read(store: DirectoryStore) -> None:
    assert store.read("channels/prod.json", 10) is None
    assert store.names("channels") == []
    store.write("channels/prod.json", b"one")
    store.write("channels/prod.json", b"two")
    store.write("channels/prod.history/1.1.json", b"three")
    assert store.read("channels/prod.json", 3) == b"two"
    assert store.names("channels") == ["prod.history", "prod.json"]
    assert store.names("channels/prod.history") == ["1.1.json"]


def test_git_is_told_to_leave_a_new_store_alone(store: DirectoryStore, tmp_path: Path) -> None:
    store.write("channels/prod.json", b"one")
    assert (tmp_path / "store" / ".gitignore").read_text() == "*\n"


def test_a_store_that_is_there_is_left_as_it_is(store: DirectoryStore, tmp_path: Path) -> None:
    (tmp_path / "store").mkdir()
    store.write("channels/prod.json", b"one")
    assert [each.name for each in (tmp_path / "store").iterdir()] == ["channels"]


def test_nothing_is_left_of_a_write_that_failed(store: DirectoryStore, tmp_path: Path) -> None:
    folder = tmp_path / "store" / "channels"
    (folder / "prod.json").mkdir(parents=True)
    with pytest.raises(PromptopsError, match="cannot be written"):
        store.write("channels/prod.json", b"one")
    assert [each.name for each in folder.iterdir()] == ["prod.json"]


def test_two_who_write_one_file_at_once_do_not_touch_what_the_other_has_begun(
    store: DirectoryStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    replace = os.replace

    def replacing(half: str, to: str, **folders: int) -> None:
        monkeypatch.setattr(os, "replace", replace)
        store.write("bundles/0.json", b"second")
        assert store.read("bundles/0.json", 6) == b"second"
        replace(half, to, **folders)

    monkeypatch.setattr(os, "replace", replacing)
    store.write("bundles/0.json", b"first")
    assert store.read("bundles/0.json", 6) == b"first"
    assert [each.name for each in (tmp_path / "store" / "bundles").iterdir()] == ["0.json"]


def test_a_link_in_the_place_of_a_file_is_replaced_and_not_followed(store: DirectoryStore, tmp_path: Path) -> None:
    victim = tmp_path / "victim"
    victim.write_bytes(b"untouched")
    store.write("channels/other.json", b"")
    (tmp_path / "store" / "channels" / "prod.json").symlink_to(victim)
    store.write("channels/prod.json", b"one")
    assert victim.read_bytes() == b"untouched"
    assert store.read("channels/prod.json", 10) == b"one"


@pytest.mark.parametrize("write", [True, False])
def test_nothing_is_written_through_a_linked_folder(store: DirectoryStore, tmp_path: Path, *, write: bool) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "store").mkdir()
    (tmp_path / "store" / "channels").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(PromptopsError, match="cannot be written"):  # noqa: PT012 - one of the two
        if write:
            store.write("channels/prod.json", b"one")
        else:
            with store.locked("prod"):
                pass
    assert list((tmp_path / "elsewhere").iterdir()) == []


def test_a_mounted_volume_of_links_is_read(store: DirectoryStore, tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "prod.json").write_bytes(b"one")
    (tmp_path / "store").mkdir()
    (tmp_path / "store" / "channels").symlink_to(tmp_path / "data")
    assert store.read("channels/prod.json", 10) == b"one"


def test_what_is_too_long_or_no_file_is_refused(store: DirectoryStore, tmp_path: Path) -> None:
    store.write("channels/prod.json", b"four")
    with pytest.raises(PromptopsError, match="longer than 3 bytes"):
        store.read("channels/prod.json", 3)
    os.mkfifo(tmp_path / "store" / "channels" / "pipe.json")
    with pytest.raises(PromptopsError, match="is no file"):
        store.read("channels/pipe.json", 3)


def test_one_publisher_waits_for_the_other(store: DirectoryStore) -> None:
    order: list[str] = []

    def second() -> None:
        with store.locked("prod"):
            order.append("second")

    other = threading.Thread(target=second)
    with store.locked("prod"), store.locked("beta"):
        other.start()
        other.join(0.1)
        order.append("first")
    other.join()
    assert order == ["first", "second"]


@pytest.mark.parametrize(("patience", "words"), [(60.0, "more than 60 seconds"), (0.1, "more than 0.1 seconds")])
def test_a_lock_that_is_never_given_back_is_not_waited_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, patience: float, words: str
) -> None:
    store = DirectoryStore(tmp_path)
    times = iter(range(0, 10_000, 100))
    monkeypatch.setattr("promptops.publishing.directory.PATIENCE", patience)
    monkeypatch.setattr("promptops.publishing.directory.time.monotonic", lambda: next(times))
    with store.locked("prod"), pytest.raises(PromptopsError, match=re.escape(words)), store.locked("prod"):
        pass
