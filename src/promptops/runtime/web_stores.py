"""A store behind a web server, asked with the ETag of what is known."""

from __future__ import annotations

import zlib
from http import HTTPStatus
from http.client import HTTPException
from typing import Any, Final
from urllib.error import HTTPError, URLError
from urllib.parse import quote
from urllib.request import Request

from promptops.runtime.stores import UNCHANGED, Seen, StoreError
from promptops.runtime.web_answers import TIMEOUT, asking, site_at
from promptops.trust.refusals import Code, RefusedError

_BLOCK: Final = 1 << 16
_GONE: Final = frozenset({HTTPStatus.NOT_FOUND, HTTPStatus.GONE})
_GZIP: Final = 16 + zlib.MAX_WBITS


class WebStore:
    """The files below an address. What comes compressed is given up where it grows too long."""

    is_remote = True

    def __init__(self, address: str) -> None:
        try:
            self._site = site_at(address)
        except ValueError as error:
            message = "the address of the store is none of a server"
            raise StoreError("wrong-address", message, "write `https://host/folder`") from error
        self._opener = asking()
        self._tags: dict[str, str] = {}

    def look(self, path: str, limit: int, *, afresh: bool) -> Seen:
        """Ask whether a file has changed since the last look, and read it if it has, or `afresh` in any case.

        Raises:
            RefusedError: it is longer than `limit`.
            StoreError: the server cannot be reached, or does not answer as it should.
        """
        return self._asked(path, limit, None if afresh else self._tags.get(path))

    def read(self, path: str, limit: int) -> bytes | None:
        """Return a file of at most `limit` bytes, None where there is none.

        Raises:
            RefusedError: it is longer.
            StoreError: the server cannot be reached, or does not answer as it should.
        """
        return self._asked(path, limit, None).data

    def _asked(self, path: str, limit: int, tag: str | None) -> Seen:
        headers = {"Accept-Encoding": "gzip", **self._site.headers} | ({} if tag is None else {"If-None-Match": tag})
        request = Request(f"{self._site.address}/{quote(path)}", headers=headers)  # noqa: S310 - the address is http(s)
        try:
            with self._opener.open(request, timeout=TIMEOUT) as answer:
                data = _body(answer, path, limit)
                self._remember(path, answer.headers.get("ETag"))
                return Seen(data)
        except HTTPError as error:
            with error:
                if error.code == HTTPStatus.NOT_MODIFIED and tag is not None:
                    return UNCHANGED
                if error.code in _GONE:
                    self._remember(path, None)
                    return Seen(None)
                raise _unreachable(path, f"the server answers {error.code}") from error
        except (URLError, OSError, HTTPException, ValueError, zlib.error) as error:
            raise _unreachable(path, str(getattr(error, "reason", None) or error)) from error

    def _remember(self, path: str, tag: str | None) -> None:
        if tag is None:
            self._tags.pop(path, None)
        else:
            self._tags[path] = tag


def _body(answer: Any, path: str, limit: int) -> bytes:
    """Read an answer to its end, block by block, and no further than it may go."""
    unpack = zlib.decompressobj(_GZIP) if answer.headers.get("Content-Encoding") == "gzip" else None
    blocks: list[bytes] = []
    left = limit
    while block := answer.read(_BLOCK):
        while block:
            blocks.append(block if unpack is None else unpack.decompress(block, left + 1))
            block = b"" if unpack is None else unpack.unconsumed_tail
            left -= len(blocks[-1])
            if left < 0:
                raise RefusedError(Code.TOO_LONG, f"`{path}` of the store has more than {limit} bytes")
    if answer.length or (unpack is not None and not unpack.eof):
        raise ValueError("the answer is cut off")
    return b"".join(blocks)


def _unreachable(path: str, reason: str) -> StoreError:
    message = f"`{path}` of the store cannot be read: {reason}"
    return StoreError(
        "unreachable-store", message, "look whether the server is up, and whether this machine may reach it"
    )
