"""A server that answers without ever being done is given up, in the runtime and where releases are published."""

from __future__ import annotations

import contextlib
import socket
import threading
import time
from collections.abc import Callable, Iterator

import pytest

from promptops.errors import PromptopsError
from promptops.publishing.web import WebStore as PublishingStore
from promptops.runtime import StoreError, web_answers
from promptops.runtime.web_stores import WebStore

HEAD = b"HTTP/1.1 200 OK\r\nContent-Length: 60000\r\n\r\n"
SLOW = {"body": (HEAD, b"x"), "head": (b"HTTP/1.1 200 OK\r\nX: ", b"x"), "continue": (b"", b"HTTP/1.1 100 C\r\n\r\n")}


@pytest.fixture(params=SLOW)
def address(request: pytest.FixtureRequest) -> Iterator[str]:
    """Return the address of a server that sends a little again and again."""
    first, again = SLOW[request.param]
    over = threading.Event()

    def serve(server: socket.socket) -> None:
        with contextlib.suppress(OSError):
            server.settimeout(5)
            connection, _ = server.accept()
            with connection:
                connection.recv(65_536)
                connection.sendall(first)
                while not over.wait(0.02):
                    connection.sendall(again)

    with socket.create_server(("127.0.0.1", 0)) as server:
        thread = threading.Thread(target=serve, args=(server,))
        thread.start()
        yield f"http://127.0.0.1:{server.getsockname()[1]}/"
        over.set()
        thread.join()


READS: list[tuple[Callable[[str], object], type[Exception]]] = [
    (lambda address: WebStore(address).read("a", 65_536), StoreError),
    (lambda address: PublishingStore(address, None).read("a", 65_536), PromptopsError),
]


@pytest.mark.parametrize(("read", "error"), READS)
def test_an_answer_without_end_is_given_up(
    monkeypatch: pytest.MonkeyPatch, address: str, read: Callable[[str], object], error: type[Exception]
) -> None:
    monkeypatch.setattr(web_answers, "DEADLINE", 0.3)
    began = time.monotonic()
    with pytest.raises(error, match=r"the answer is not there after 0\.3 seconds|timed out"):
        read(address)
    assert 0.2 < time.monotonic() - began < 3
