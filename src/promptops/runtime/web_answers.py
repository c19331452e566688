"""Asking a web server, which is followed nowhere else and has so much time to answer, however it spends it."""

from __future__ import annotations

import io
import socket
from base64 import b64encode
from collections.abc import Callable, Mapping
from http.client import HTTPConnection, HTTPResponse, HTTPSConnection
from time import monotonic
from typing import Any, Final, NamedTuple
from urllib.parse import unquote_to_bytes, urlsplit
from urllib.request import HTTPHandler, HTTPRedirectHandler, HTTPSHandler, OpenerDirector, Request, build_opener

TIMEOUT: Final = 10.0
"""Seconds for which a server may stay silent, and in which it must be connected to, at whichever of its addresses."""
DEADLINE: Final = 30.0
"""Seconds that an answer may take as a whole, once it was asked for."""
_LEAST: Final = 0.001
"""Seconds to wait where no time is left: none would mean not to wait at all."""


class Site(NamedTuple):
    """Where files are asked for: an address that can be shown, as no password is in it, and what is sent along."""

    address: str
    headers: Mapping[str, str]


def site_at(address: str) -> Site:
    """Return the site of an `http(s)` address; `user:password@` before the host is sent as basic authentication.

    Raises:
        ValueError: it is no address of a server; what it says does not show the password.
    """
    try:
        parts = urlsplit(address)
        is_complete = bool(parts.hostname) and parts.port != 0
    except ValueError:
        is_complete = False
    if not is_complete or not address.isprintable() or " " in address:
        raise ValueError("this is no address of a server")
    user, _, host = parts.netloc.rpartition("@")
    shown = parts._replace(netloc=host).geturl().rstrip("/")
    name, _, password = user.partition(":")
    known = b64encode(b":".join(map(unquote_to_bytes, (name, password)))).decode()
    return Site(shown, {"Authorization": f"Basic {known}"} if user else {})


class _Punctual(io.RawIOBase):
    """What comes from a server, until the time for it is over."""

    def __init__(self, source: io.RawIOBase, connection: socket.socket) -> None:
        super().__init__()
        self._source, self._connection = source, connection
        self._end = monotonic() + DEADLINE

    def readable(self) -> bool:
        """Say yes."""
        return True

    def readinto(self, buffer: Any, /) -> int | None:
        """Read what has come. Raises TimeoutError where nothing comes, or not enough in time."""
        left = self._end - monotonic()
        if left <= 0:
            message = f"the answer is not there after {DEADLINE:g} seconds"
            raise TimeoutError(message)
        self._connection.settimeout(min(TIMEOUT, left))
        return self._source.readinto(buffer)

    def close(self) -> None:
        """Let go of the connection."""
        self._source.close()
        super().close()


class _Response(HTTPResponse):
    def __init__(self, sock: socket.socket, *arguments: Any, **options: Any) -> None:
        super().__init__(sock, *arguments, **options)
        self.fp = io.BufferedReader(_Punctual(self.fp.detach(), sock))


def _connected(address: tuple[str, int], *_given: object) -> socket.socket:
    """Connect to a server at one of its addresses, which share the time; what is left is for the handshake.

    Raises:
        OSError: it has no address, none can be connected to, or not in time.
    """
    end = monotonic() + TIMEOUT
    failed: OSError = TimeoutError("timed out")
    places = socket.getaddrinfo(*address, type=socket.SOCK_STREAM)
    for number, (family, kind, protocol, _, place) in enumerate(places):
        left = end - monotonic()
        if left <= 0:
            break
        found = socket.socket(family, kind, protocol)
        try:
            found.settimeout(max(left / (len(places) - number), _LEAST))  # one that is silent leaves some to the next
            found.connect(place)
        except OSError as error:
            found.close()
            failed = error
        else:
            found.settimeout(max(end - monotonic(), _LEAST))
            return found
    raise failed


class _Connection(HTTPConnection):
    response_class = _Response
    _create_connection: Callable[..., socket.socket]

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self._create_connection = _connected


class _SecureConnection(HTTPSConnection):
    response_class = _Response
    _create_connection: Callable[..., socket.socket]

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self._create_connection = _connected


class _Plain(HTTPHandler):
    def http_open(self, req: Request) -> HTTPResponse:
        return self.do_open(_Connection, req)


class _Secure(HTTPSHandler):
    def https_open(self, req: Request) -> HTTPResponse:
        return self.do_open(_SecureConnection, req)


class _NoRedirects(HTTPRedirectHandler):
    """Follows nothing: a store is where its address says."""

    def redirect_request(self, *_: object, **__: object) -> None:
        """Leave the answer as it is."""


def asking() -> OpenerDirector:
    """Return what asks a web server."""
    return build_opener(_NoRedirects, _Plain, _Secure)
