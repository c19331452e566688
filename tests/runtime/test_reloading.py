"""However a store changes, the change is seen; and whatever goes wrong meanwhile, the last good bundle stays."""

from __future__ import annotations

import os
import shutil
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.runtime.shop import Shop, put, said, saying

import promptops.runtime as promptops

POINTER = Path("channels/prod.json")
Change = Callable[[Shop], None]


def files_of(shop: Shop, text: str) -> dict[str, bytes]:
    """Return the files of the next release, which are not in the folder yet."""
    shop.release(saying(text))
    return dict(shop.files)


def replaced_with_an_older_time(shop: Shop) -> None:
    files_of(shop, "two")
    shop.write()
    os.utime(shop.folder / POINTER, (1, 1))


def replaced_with_the_same_time(shop: Shop) -> None:
    found = (shop.folder / POINTER).stat()
    files_of(shop, "two")
    shop.write()
    os.utime(shop.folder / POINTER, ns=(found.st_atime_ns, found.st_mtime_ns))


def written_in_place(shop: Shop) -> None:
    for name, data in files_of(shop, "two").items():
        (shop.folder / name).write_bytes(data)


def deleted_and_written_anew(shop: Shop) -> None:
    files = files_of(shop, "two")
    shutil.rmtree(shop.folder)
    for name, data in files.items():
        put(shop.folder / name, data)


@pytest.mark.parametrize(
    "change",
    [
        Shop.write,
        replaced_with_an_older_time,
        replaced_with_the_same_time,
        written_in_place,
        deleted_and_written_anew,
    ],
    ids=lambda change: change.__name__,
)
def test_a_change_is_seen(shop: Shop, change: Change) -> None:
    runtime = shop.open()
    assert said(runtime) == said(runtime) == "one"
    if change is Shop.write:
        files_of(shop, "two")
    change(shop)
    assert said(runtime) == "two"


def test_a_swapped_link_is_seen(tmp_path: Path) -> None:
    """A mounted volume holds `..data`, a link to a folder, and a link through it for each file."""
    shop = Shop(tmp_path / "one")
    shop.publish(saying("one"))
    mount = tmp_path / "mount"
    mount.mkdir()
    (mount / "..data").symlink_to(shop.folder)
    for name in ("channels", "bundles"):
        (mount / name).symlink_to(Path("..data") / name)
    runtime = promptops.open(mount, channel="prod", trust=shop.trust(), check_every=0.0, clock=shop.clock)
    assert said(runtime) == said(runtime) == "one"
    shop.folder = tmp_path / "two"
    shop.publish(saying("two"))
    (mount / "..new").symlink_to(shop.folder)
    (mount / "..new").rename(mount / "..data")
    assert said(runtime) == "two"


def test_a_change_within_one_tick_of_the_file_systems_clock_is_seen(shop: Shop) -> None:
    """Same size, time, place: only the bytes differ, and they are looked at twice before the rest is trusted."""
    path = shop.folder / POINTER
    time = path.stat().st_mtime_ns
    runtime = shop.open()
    good = path.read_bytes()
    path.write_bytes(good[:-9] + b"A" * 9)
    os.utime(path, ns=(time, time))
    assert runtime.refresh().code is not None
    assert said(runtime) == "one"


def test_a_rollback_is_a_newer_pointer_to_an_older_bundle(shop: Shop) -> None:
    first = shop.current
    runtime = shop.open()
    shop.publish(saying("two"))
    assert said(runtime) == "two"
    shutil.rmtree(shop.folder / "bundles")  # what was in force stays in memory, so that going back needs nothing else
    shop.back_to(first)
    shutil.rmtree(shop.folder / "bundles")
    assert said(runtime) == "one"
    assert runtime.status.active == first


def half_of_the_pointer(shop: Shop) -> None:
    path = shop.folder / POINTER
    path.write_bytes(path.read_bytes()[:200])


def no_pointer(shop: Shop) -> None:
    (shop.folder / POINTER).unlink()


def no_store(shop: Shop) -> None:
    shop.folder.rename(shop.folder.with_name("elsewhere"))


def a_folder_for_a_pointer(shop: Shop) -> None:
    (shop.folder / POINTER).unlink()
    (shop.folder / POINTER).mkdir()


def a_pointer_before_its_bundle(shop: Shop) -> None:
    for name, data in files_of(shop, "two").items():
        if name.startswith("channels/"):
            put(shop.folder / name, data)


def an_empty_bundle(shop: Shop) -> None:
    shop.release({})
    shop.write()


def half_a_bundle(shop: Shop) -> None:
    for name, data in files_of(shop, "two").items():
        put(shop.folder / name, data[: len(data) // 2] if shop.current + ".json" in name else data)


@pytest.mark.parametrize(
    ("fault", "code"),
    [
        (half_of_the_pointer, "malformed-json"),
        (no_pointer, "missing-file"),
        (no_store, "missing-file"),
        (a_folder_for_a_pointer, "unreadable-store"),
        (a_pointer_before_its_bundle, "missing-file"),
        (an_empty_bundle, "empty-project"),
        (half_a_bundle, "truncated-bundle"),
    ],
    ids=lambda value: getattr(value, "__name__", value),
)
def test_what_is_refused_changes_nothing_and_is_told_once(shop: Shop, fault: Change, code: str) -> None:
    runtime = shop.open()
    active, succeeded = runtime.status.active, runtime.status.last_success
    shop.clock.advance(seconds=5)
    fault(shop)
    assert [said(runtime) for _ in range(3)] == ["one"] * 3
    status = runtime.status
    assert (status.active, status.code, status.last_success) == (active, code, succeeded)
    assert status.message
    assert status.last_attempt == shop.clock.now
    assert [event["error.type"] for event in shop.told(runtime, "promptops.refused")] == [code]
    shutil.rmtree(shop.folder / "channels", ignore_errors=True)
    shop.publish(saying("three"))
    assert said(runtime) == "three"
    assert runtime.status.code is None


def test_a_bundle_that_comes_after_its_pointer_is_taken_when_it_is_there(shop: Shop) -> None:
    runtime = shop.open()
    a_pointer_before_its_bundle(shop)
    assert said(runtime) == "one"
    shop.write()
    assert said(runtime) == "two"


def test_an_older_pointer_is_refused(shop: Shop) -> None:
    runtime = shop.open()
    old = shop.files["channels/prod.json"]
    shop.publish(saying("two"))
    assert said(runtime) == "two"
    put(shop.folder / POINTER, old)
    assert said(runtime) == "two"
    assert runtime.status.code == "rolled-back-pointer"


def test_a_thousand_activations_under_eight_threads_tear_no_session(shop: Shop) -> None:
    digests = [shop.current, shop.bundle(saying("two"))]
    shop.write()
    says = dict(zip(digests, ["one", "two"], strict=True))
    runtime = shop.open()
    torn: list[tuple[str, str]] = []
    count = [0] * 8
    stop = threading.Event()

    def serve(number: int) -> None:
        while not stop.is_set():
            with runtime.session(f"user-{number}") as session:
                for _ in range(3):
                    decision = session.resolve("greeting")
                    if says[decision.stamp.bundle] != decision.render() or session.bundle != decision.stamp.bundle:
                        torn.append((decision.stamp.bundle, session.bundle))
                count[number] += 1

    threads = [threading.Thread(target=serve, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    activated = 0
    try:
        for turn in range(1_000):
            shop.current = digests[1 - turn % 2]
            shop.point()
            put(shop.folder / POINTER, shop.files["channels/prod.json"])
            activated += runtime.refresh().active == shop.current
    finally:
        stop.set()
        for thread in threads:
            thread.join()
    assert torn == []
    assert activated == 1_000
    assert all(count)
    assert len(runtime.status.live) == 2
