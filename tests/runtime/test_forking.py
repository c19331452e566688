"""A child process goes on at once, whatever its parent was doing when it was forked."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable

from tests.runtime.shop import Shop, said, saying

import promptops.runtime as promptops
from promptops.runtime.events import Event


def in_child(do: Callable[[], bool]) -> bool:
    """Return what something comes to in a child process, False where it fails or takes longer than five seconds."""
    child = os.fork()
    if child == 0:
        status = 1
        try:
            status = 0 if do() else 2
        finally:
            os._exit(status)
    for _ in range(500):
        done, status = os.waitpid(child, os.WNOHANG)
        if done:
            return status == 0
        time.sleep(0.01)
    os.kill(child, 9)
    os.waitpid(child, 0)
    return False


def test_a_child_keeps_up_though_its_parent_was_looking(shop: Shop) -> None:
    runtime = shop.open()
    watch = runtime._house.watch  # noqa: SLF001 - to hold its lock
    held, forked = threading.Event(), threading.Event()

    def look() -> None:
        with watch._lock:  # noqa: SLF001 - as above
            held.set()
            forked.wait(10)

    thread = threading.Thread(target=look)
    thread.start()
    held.wait(10)
    shop.publish(saying("two"))
    assert said(runtime) == "one"  # the thread that holds the lock would have to see it
    assert in_child(lambda: said(runtime) == "two")
    forked.set()
    thread.join()
    assert said(runtime) == "two"


def test_a_session_goes_on_in_a_child(shop: Shop) -> None:
    runtime = shop.open()
    session = runtime.session("user-1")
    stamp = session.resolve("greeting").stamp
    shop.publish(saying("two"))
    assert in_child(lambda: session.resolve("greeting").stamp == stamp and said(runtime) == "two")


def test_a_child_tells_its_own_events_and_no_others(shop: Shop) -> None:
    release = threading.Event()
    told: list[Event] = []

    def sink(event: Event) -> None:
        if os.getpid() == parent:
            release.wait(10)
        told.append(event)

    parent = os.getpid()
    runtime = shop.open(on_event=sink)
    said(runtime, "in-parent")

    def child() -> bool:
        said(runtime, "in-child")
        units = [event.attributes["feature_flag.context.id"] for event in told]
        return (
            runtime.flush(4)
            and "in-parent" not in units
            and told[-1].attributes["feature_flag.context.id"] == "in-child"
        )

    assert in_child(child)
    release.set()
    assert runtime.flush(5)
    assert [event.attributes.get("feature_flag.context.id") for event in told] == [None, "in-parent"]


def test_children_of_many_threads(shop: Shop) -> None:
    runtime = shop.open()
    stop = threading.Event()

    def serve() -> None:
        while not stop.is_set():
            said(runtime)
            runtime.refresh()

    threads = [threading.Thread(target=serve) for _ in range(4)]
    for thread in threads:
        thread.start()
    try:
        assert all(
            in_child(lambda: said(runtime) == "one" and isinstance(runtime.refresh(), promptops.Status))
            for _ in range(10)
        )
    finally:
        stop.set()
        for thread in threads:
            thread.join()
