"""A server that connects or answers without ever being done is given up, in the runtime and where releases are made."""

from __future__ import annotations

import contextlib
import ipaddress
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from promptops.errors import PromptopsError
from promptops.publishing.web import WebStore as PublishingStore
from promptops.runtime import StoreError, web_answers
from promptops.runtime.web_stores import WebStore

HEAD = b"HTTP/1.1 200 OK\r\nContent-Length: 60000\r\n\r\n"
SLOW = {"body": (HEAD, b"x"), "head": (b"HTTP/1.1 200 OK\r\nX: ", b"x"), "continue": (b"", b"HTTP/1.1 100 C\r\n\r\n")}
HANDSHAKE = (b"\x16\x03\x03\x40\x00\x02\x00\x3f\xfc", b"x")
"""A record of TLS that is announced to be long, and how it goes on."""


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a file with a key and its certificate, which is for this machine."""
    key, name = ec.generate_private_key(ec.SECP256R1()), x509.Name([])
    now = datetime.now(UTC)
    host = x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))])
    builder = x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
    builder = builder.not_valid_before(now - timedelta(days=1)).not_valid_after(now + timedelta(days=1))
    signed = builder.add_extension(host, critical=True).sign(key, hashes.SHA256())
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    path = tmp_path_factory.mktemp("tls") / "server.pem"
    path.write_bytes(private + signed.public_bytes(serialization.Encoding.PEM))
    return path


@contextlib.contextmanager
def serving(first: bytes, again: bytes, tls: ssl.SSLContext | None = None) -> Iterator[int]:
    """Serve something that comes little by little and has no end; yield the port."""
    over = threading.Event()

    def serve(server: socket.socket) -> None:
        with contextlib.suppress(OSError):
            server.settimeout(5)
            connection, _ = server.accept()
            if tls is not None:
                connection = tls.wrap_socket(connection, server_side=True)
            with connection:
                connection.recv(65_536)
                connection.sendall(first)
                while not over.wait(0.02):
                    connection.sendall(again)

    with socket.create_server(("127.0.0.1", 0)) as server:
        thread = threading.Thread(target=serve, args=(server,))
        thread.start()
        yield server.getsockname()[1]
        over.set()
        thread.join()


READS: list[tuple[Callable[[str], object], type[Exception]]] = [
    (lambda address: WebStore(address).read("a", 65_536), StoreError),
    (lambda address: PublishingStore(address, None).read("a", 65_536), PromptopsError),
]


@pytest.mark.parametrize(("read", "error"), READS)
@pytest.mark.parametrize("slow", SLOW)
@pytest.mark.parametrize("scheme", ["http", "https"])
def test_an_answer_without_end_is_given_up(
    monkeypatch: pytest.MonkeyPatch,
    certificate: Path,
    scheme: str,
    slow: str,
    read: Callable[[str], object],
    error: type[Exception],
) -> None:
    monkeypatch.setattr(web_answers, "DEADLINE", 0.15)
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    tls = None
    if scheme == "https":
        tls = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        tls.load_cert_chain(certificate)
    began = time.monotonic()
    with (
        serving(*SLOW[slow], tls) as port,
        pytest.raises(error, match=r"the answer is not there after 0\.15 seconds|timed out"),
    ):
        read(f"{scheme}://127.0.0.1:{port}/")
    assert 0.1 < time.monotonic() - began < 3


@pytest.mark.parametrize(("read", "error"), READS)
@pytest.mark.parametrize("said", [HANDSHAKE, (b"", b"")])
def test_a_handshake_without_end_is_given_up(
    monkeypatch: pytest.MonkeyPatch, said: tuple[bytes, bytes], read: Callable[[str], object], error: type[Exception]
) -> None:
    monkeypatch.setattr(web_answers, "TIMEOUT", 0.15)
    began = time.monotonic()
    with serving(*said) as port, pytest.raises(error, match="timed out"):
        read(f"https://127.0.0.1:{port}/")
    assert 0.1 < time.monotonic() - began < 3


@pytest.mark.parametrize(("read", "error"), READS)
def test_a_server_with_many_addresses_gets_no_more_time(
    monkeypatch: pytest.MonkeyPatch, read: Callable[[str], object], error: type[Exception]
) -> None:
    def connect(self: socket.socket, address: object) -> None:
        del address
        time.sleep(self.gettimeout() or 60)
        raise TimeoutError("timed out")

    place = (socket.AF_INET, socket.SOCK_STREAM, 6, "", ("192.0.2.1", 443))
    monkeypatch.setattr(web_answers, "TIMEOUT", 0.15)
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: [place] * 1_000)
    monkeypatch.setattr(socket.socket, "connect", connect)
    began = time.monotonic()
    with pytest.raises(error, match="timed out"):
        read("https://store.example/")
    assert 0.1 < time.monotonic() - began < 3


def test_an_address_that_is_silent_leaves_time_to_the_next(monkeypatch: pytest.MonkeyPatch) -> None:
    """A host with a broken route to the newer of two networks connects by the older one."""
    connect = socket.socket.connect

    def connecting(self: socket.socket, address: tuple[str, int]) -> None:
        if address[1] == 1:
            time.sleep(self.gettimeout() or 60)
            raise TimeoutError("timed out")
        connect(self, address)

    monkeypatch.setattr(web_answers, "TIMEOUT", 1.0)
    monkeypatch.setattr(socket.socket, "connect", connecting)
    with serving(b"HTTP/1.0 200 OK\r\nContent-Length: 2\r\n\r\nok", b"") as port:
        places = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", each)) for each in (1, port)]
        monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: places)
        assert WebStore("http://store.example/").read("a", 2) == b"ok"


def test_a_server_is_reached_at_any_of_its_addresses(monkeypatch: pytest.MonkeyPatch) -> None:
    with serving(b"HTTP/1.0 200 OK\r\nContent-Length: 2\r\n\r\nok", b"") as port:
        places = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", each)) for each in (1, port)]
        monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: places)
        assert WebStore("http://store.example/").read("a", 2) == b"ok"
