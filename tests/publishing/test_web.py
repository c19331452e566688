from __future__ import annotations

import base64
import hashlib
import socket
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from promptops.errors import PromptopsError, UsageError
from promptops.publishing.store import bundle_path
from promptops.publishing.web import WebStore

BUNDLE = bundle_path(hashlib.sha256(b"one").hexdigest())
FILES = {f"/store/{BUNDLE}": b"one", "/store/channels/prod.json": b"one", "/store/a%20b.json": b"two"}


class _Handler(BaseHTTPRequestHandler):
    seen: list[tuple[str, str | None, int]]

    def do_GET(self) -> None:
        asked = self.headers.get("If-None-Match")
        status = self._status(asked)
        self.seen.append((self.path, asked, status))
        self.send_response(status)
        if status == 302:
            self.send_header("Location", "/store/channels/prod.json")
        if status == 200:
            self.send_header("ETag", '"v1"')
        body = FILES.get(self.path, b"") if status == 200 else b""
        self.send_header("Content-Length", f"{len(body)}")
        self.end_headers()
        self.wfile.write(body)

    def _status(self, asked: str | None) -> int:
        if self.path in FILES:
            return 304 if asked == '"v1"' else 200
        return {"/store/moved.json": 302, "/store/broken.json": 500}.get(self.path, 404)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def seen() -> list[tuple[str, str | None, int]]:
    return []


@pytest.fixture
def address(seen: list[tuple[str, str | None, int]]) -> Iterator[str]:
    handler = type("Handler", (_Handler,), {"seen": seen})
    server = HTTPServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/store/"
    server.shutdown()
    thread.join()
    server.server_close()


def test_a_bundle_is_read_once_and_then_asked_for_by_its_tag(
    address: str, seen: list[tuple[str, str | None, int]], tmp_path: Path
) -> None:
    for _ in range(2):
        assert WebStore(address, tmp_path).read(BUNDLE, 3) == b"one"
    assert [status for _, _, status in seen] == [200, 304]


def test_what_is_not_named_by_its_digest_is_read_whenever_it_is_asked_for(
    address: str, seen: list[tuple[str, str | None, int]], tmp_path: Path
) -> None:
    for _ in range(2):
        assert WebStore(address, tmp_path).read("channels/prod.json", 3) == b"one"
    assert [status for _, _, status in seen] == [200, 200]


def test_without_a_folder_nothing_is_kept(address: str, seen: list[tuple[str, str | None, int]]) -> None:
    for _ in range(2):
        assert WebStore(address, None).read("a b.json", 3) == b"two"
    assert [asked for _, asked, _ in seen] == [None, None]


@pytest.mark.parametrize("kept", [b"", b"no json\none", b'"bad\\ntag"\none', b"7\none", b'"v0"\nother'])
def test_what_was_kept_badly_is_asked_for_again(address: str, tmp_path: Path, kept: bytes) -> None:
    store = WebStore(address, tmp_path)
    store.read(BUNDLE, 3)
    (file,) = tmp_path.iterdir()
    file.write_bytes(kept)
    assert store.read(BUNDLE, 3) == b"one"


def test_there_is_none(address: str) -> None:
    assert WebStore(address, None).read("gone.json", 3) is None
    assert WebStore(address, None).names("channels") == []


@pytest.mark.parametrize(
    ("path", "limit", "message"),
    [("moved.json", 9, "answers 302"), ("broken.json", 9, "answers 500"), ("channels/prod.json", 2, "longer than 2")],
)
def test_what_is_no_answer_is_refused(address: str, path: str, limit: int, message: str) -> None:
    with pytest.raises(PromptopsError, match=message):
        WebStore(address, None).read(path, limit)


def test_a_server_that_is_not_there() -> None:
    with pytest.raises(PromptopsError, match="cannot be read"):
        WebStore("http://127.0.0.1:1/", None).read("channels/prod.json", 9)


def test_nothing_is_written(address: str) -> None:
    store = WebStore(address, None)
    with store.locked("prod"), pytest.raises(UsageError, match="cannot be written"):
        store.write("channels/prod.json", b"")


@pytest.mark.parametrize(
    "answer", [b"rubbish\r\n\r\n", b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nffffff\r\nabc"]
)
def test_what_is_no_http_is_refused(answer: bytes) -> None:
    def speak() -> None:
        connection, _ = listening.accept()
        with connection:
            connection.recv(4096)
            connection.sendall(answer)

    with socket.create_server(("127.0.0.1", 0)) as listening:
        thread = threading.Thread(target=speak)
        thread.start()
        with pytest.raises(PromptopsError, match="cannot be read"):
            WebStore(f"http://127.0.0.1:{listening.getsockname()[1]}/", None).read("channels/prod.json", 9)
        thread.join()


@pytest.mark.parametrize(
    "address",
    ["http://localhost:abc/", "http://a b/", "http://", "http://[::1", "http://ada:a/b@localhost/", "http://a\n/"],
)
def test_what_is_no_address_is_refused(address: str) -> None:
    with pytest.raises(UsageError, match=r"^the address of the store is none of a server$"):
        WebStore(address, None)


@pytest.mark.parametrize(
    ("user", "sent"),
    [("ada:s3cret@", "ada:s3cret"), ("ada@", "ada:"), ("a%40b:%3A%2f@", "a@b::/"), ("ada:s3@cret@", "ada:s3@cret")],
)
def test_a_password_in_an_address_is_sent_and_not_shown(
    monkeypatch: pytest.MonkeyPatch, address: str, user: str, sent: str
) -> None:
    given: list[str | None] = []
    answering = _Handler.do_GET

    def do_get(self: _Handler) -> None:
        given.append(self.headers.get("Authorization"))
        answering(self)

    monkeypatch.setattr(_Handler, "do_GET", do_get)
    for store in (WebStore(address.replace("//", f"//{user}", 1), None), WebStore(address, None)):
        assert store.name == address.rstrip("/")
        with pytest.raises(PromptopsError) as caught:
            store.read("broken.json", 9)
        assert str(caught.value) == f"`{address}broken.json` answers 500"
    assert given == [f"Basic {base64.b64encode(sent.encode()).decode()}", None]
