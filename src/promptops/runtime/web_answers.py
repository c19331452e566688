"""Asking a web server, which is followed nowhere else and has so much time to answer, however it spends it."""

from __future__ import annotations

import io
import socket
from http.client import HTTPConnection, HTTPResponse, HTTPSConnection
from time import monotonic
from typing import Any, Final
from urllib.request import HTTPHandler, HTTPRedirectHandler, HTTPSHandler, OpenerDirector, Request, build_opener

TIMEOUT: Final = 10.0
"""Seconds for which a server may stay silent."""
DEADLINE: Final = 30.0
"""Seconds that an answer may take as a whole, once it was asked for."""


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
            message = f"the answer is not there after {DEADLINE} seconds"
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


class _Connection(HTTPConnection):
    response_class = _Response


class _SecureConnection(HTTPSConnection):
    response_class = _Response


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
