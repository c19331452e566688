"""A store behind a web server: asked with ETags, read no further than it may go, and no miracle where it is down."""

from __future__ import annotations

import gzip
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from tests.runtime.shop import Shop, said, saying

import promptops.runtime as promptops
from promptops.runtime.web_stores import WebStore

KILL = "channels/prod.kill.json"


class Web(ThreadingHTTPServer):
    """A web server of files in memory, with ETags, which can do wrong."""

    def __init__(self, files: dict[str, bytes]) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.files = files
        self.fault = ""
        self.lies: dict[str, bytes] = {}
        self.asked: list[tuple[str, int]] = []
        self.known_as: list[str | None] = []

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/store/"


class _Handler(BaseHTTPRequestHandler):
    server: Web

    def do_GET(self) -> None:
        fault = self.server.fault
        data = self.server.files.get(self.path.removeprefix("/store/"))
        tag = None if data is None else f'"{hash(data)}"'
        status = 404 if data is None else 304 if self.headers["If-None-Match"] == tag else 200
        status = {"broken": 500, "moved": 302}.get(fault, status)
        self.server.asked.append((self.path, status))
        self.server.known_as.append(self.headers["Authorization"])
        body = self.server.lies.get(self.path.removeprefix("/store/"), data) if status == 200 else None
        body = body or b""
        self.send_response(status)
        if fault == "short":
            self.send_header("Content-Length", str(len(body) + 1))
        if fault == "moved":
            self.send_header("Location", "http://127.0.0.1:1/")
        if tag is not None:
            self.send_header("ETag", tag)
        if fault in {"gzip", "cut"} and body:
            body = gzip.compress(body)[: -9 if fault == "cut" else None]
            self.send_header("Content-Encoding", "gzip")
        if fault == "bomb" and body:
            body = gzip.compress(bytes(50_000_000))
            self.send_header("Content-Encoding", "gzip")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def web(shop: Shop) -> Iterator[Web]:
    server = Web(shop.files)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


def opened(shop: Shop, web: Web, **options: float | None) -> promptops.Runtime:
    settings: dict[str, float | None] = {"check_every": None, **options}
    return promptops.open(
        web.address, channel="prod", trust=shop.trust(), clock=shop.clock, check_every=settings["check_every"]
    )


def test_what_has_not_changed_is_not_sent_again(shop: Shop, web: Web) -> None:
    shop.kill()
    runtime = opened(shop, web)
    assert said(runtime) == "one"
    web.asked.clear()
    runtime.refresh()
    assert web.asked == [("/store/channels/prod.kill.json", 304), ("/store/channels/prod.json", 304)]
    shop.release(saying("two"))
    assert runtime.refresh().code is None
    assert said(runtime) == "two"


def test_nobody_waits_for_the_server(shop: Shop, web: Web) -> None:
    runtime = opened(shop, web, check_every=0.05)
    shop.release(saying("two"))
    time.sleep(0.06)
    began = time.monotonic()
    said(runtime)
    assert time.monotonic() - began < 0.05
    for _ in range(100):
        if said(runtime) == "two":
            break
        time.sleep(0.02)
    assert said(runtime) == "two"
    runtime.close()


def test_an_answer_may_come_compressed(shop: Shop, web: Web) -> None:
    web.fault = "gzip"
    assert said(opened(shop, web)) == "one"


@pytest.mark.parametrize(
    ("fault", "code"),
    [
        ("broken", "unreachable-store"),
        ("moved", "unreachable-store"),
        ("cut", "unreachable-store"),
        ("short", "unreachable-store"),
        ("bomb", "too-long"),
    ],
)
def test_a_wrong_answer_keeps_what_is_in_force(shop: Shop, web: Web, fault: str, code: str) -> None:
    runtime = opened(shop, web)
    shop.release(saying("two"))
    web.fault = fault
    began = time.monotonic()
    assert runtime.refresh().code == code
    assert time.monotonic() - began < 1
    assert said(runtime) == "one"
    web.fault = ""
    assert runtime.refresh().code is None
    assert said(runtime) == "two"


def test_a_kill_that_was_cut_off_on_its_way_is_asked_for_again(shop: Shop, web: Web) -> None:
    runtime = opened(shop, web)
    shop.kill(halted="stop")
    web.fault = "short"
    assert runtime.refresh().halted is None
    web.fault = ""
    assert runtime.refresh().halted == "stop"


def test_what_was_refused_is_asked_for_without_its_tag(shop: Shop, web: Web) -> None:
    runtime = opened(shop, web)
    shop.kill(halted="stop")
    web.lies[KILL] = shop.files[KILL][:50]
    assert runtime.refresh().code == "malformed-json"
    web.lies.clear()
    web.asked.clear()
    assert runtime.refresh().halted == "stop"
    assert web.asked == [(f"/store/{KILL}", 200), ("/store/channels/prod.json", 200)]


def test_an_old_kill_under_a_new_tag_hides_a_halt_for_a_minute_at_most(
    shop: Shop, web: Web, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = 1_000.0
    monkeypatch.setattr("promptops.runtime.loading.monotonic", lambda: now)
    shop.kill()
    web.lies[KILL] = shop.files[KILL]
    runtime = opened(shop, web)
    shop.kill(halted="stop")
    now += 60
    assert runtime.refresh().halted is None
    web.lies.clear()
    now += 59
    assert runtime.refresh().halted is None
    now += 1
    assert runtime.refresh().halted == "stop"


@pytest.mark.parametrize(
    "address",
    ["http://[::1", "http://", "https://host:port/", "http://host:99999/", "https://ada:a/b@host", "http://a b"],
)
def test_an_address_that_is_none_is_told(shop: Shop, address: str) -> None:
    with pytest.raises(promptops.StoreError) as caught:
        promptops.open(address, channel="prod", trust=shop.trust())
    assert caught.value.code == "wrong-address"
    assert caught.value.help
    assert "a/b" not in f"{caught.value} {caught.value.help} {caught.value.__cause__!r} {caught.value.__context__!r}"


def test_a_password_in_an_address_is_sent_and_not_shown(shop: Shop, web: Web) -> None:
    address = web.address.replace("//", "//ada:s3cret@", 1)
    runtime = promptops.open(address, channel="prod", trust=shop.trust(), clock=shop.clock, check_every=None)
    assert said(runtime) == "one"
    web.fault = "broken"
    message = runtime.refresh().message or ""
    assert "answers 500" in message
    assert "s3cret" not in message
    assert set(web.known_as) == {"Basic YWRhOnMzY3JldA=="}


def test_a_server_that_is_down(shop: Shop, web: Web) -> None:
    runtime = opened(shop, web)
    web.shutdown()
    web.socket.close()
    assert runtime.refresh().code == "unreachable-store"
    assert said(runtime) == "one"
    with pytest.raises(promptops.StoreError) as caught:
        opened(shop, web)
    assert caught.value.help


def test_a_file_that_is_not_there(web: Web) -> None:
    assert WebStore(web.address).read("channels/absent.json", 10) is None


async def _refreshed(runtime: promptops.Runtime) -> promptops.Status:
    return await runtime.arefresh()


def test_an_event_loop_does_not_wait(shop: Shop, web: Web) -> None:
    import asyncio  # noqa: PLC0415 - for this alone

    runtime = opened(shop, web)
    shop.release(saying("two"))
    assert asyncio.run(_refreshed(runtime)).active == shop.current
