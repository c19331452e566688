"""A store behind a web server, which can be read and not be written to."""

from __future__ import annotations

import contextlib
import hashlib
import json
from collections.abc import Iterator
from http import HTTPStatus
from http.client import HTTPException
from pathlib import Path
from urllib.error import HTTPError, URLError
from urllib.parse import quote
from urllib.request import Request

from promptops.atomic import replace_file
from promptops.errors import PromptopsError, UsageError
from promptops.publishing.store import bundle_path
from promptops.runtime.web_answers import TIMEOUT, asking, site_at

_GONE = frozenset({HTTPStatus.NOT_FOUND, HTTPStatus.GONE})


class WebStore:
    """The files below an address. A bundle is kept in a folder with its ETag, and its content is asked for once."""

    def __init__(self, address: str, kept: Path | None) -> None:
        """Ask the server at an address, as whoever it names: `https://user:password@host/store`.

        Raises:
            UsageError: it is none.
        """
        try:
            self._address, self._headers = site_at(address)
        except ValueError as error:
            raise UsageError(
                "the address of the store is none of a server", help="write `https://host/store`"
            ) from error
        self._kept = kept
        self._opener = asking()

    @property
    def name(self) -> str:
        """Return the address, without a password."""
        return self._address

    def read(self, path: str, limit: int) -> bytes | None:
        """Return a file of at most `limit` bytes, None where there is none.

        Raises:
            PromptopsError: the server does not answer, or with something else.
        """
        address = f"{self._address}/{quote(path)}"
        known = self._known(address, limit)
        headers = {**self._headers, "If-None-Match": known[0]} if known else self._headers
        try:
            with self._opener.open(Request(address, headers=dict(headers)), timeout=TIMEOUT) as answer:  # noqa: S310 - it is http(s)
                data: bytes = answer.read(limit + 1)
                tag = answer.headers.get("ETag")
        except HTTPError as error:
            with error:
                if error.code == HTTPStatus.NOT_MODIFIED and known:
                    return known[1]
                if error.code in _GONE:
                    return None
                raise PromptopsError(f"`{address}` answers {error.code}") from error
        except (URLError, OSError, ValueError, HTTPException) as error:
            reason = getattr(error, "reason", None) or error
            raise PromptopsError(f"`{address}` cannot be read: {reason}") from error
        if len(data) > limit:
            raise PromptopsError(f"`{address}` is longer than {limit:,} bytes")
        if path == bundle_path(hashlib.sha256(data).hexdigest()):
            # Nothing else is kept: whoever was in between once, with the tag of what is there now, would stay believed.
            self._keep(address, tag, data)
        return data

    def write(self, path: str, data: bytes) -> None:
        """Refuse."""
        del data
        advice = "say with `--publish exec:CMD` what uploads a file"
        raise UsageError(f"`{path}` cannot be written to `{self._address}`", help=advice)

    def names(self, folder: str) -> list[str]:
        """Return nothing: a web server lists no files."""
        del folder
        return []

    @contextlib.contextmanager
    def locked(self, channel: str) -> Iterator[None]:
        """Lock nothing."""
        del channel
        yield

    def _place(self, address: str) -> Path | None:
        return None if self._kept is None else self._kept / f"{hashlib.sha256(address.encode()).hexdigest()[:32]}.etag"

    def _known(self, address: str, limit: int) -> tuple[str, bytes] | None:
        """Return the ETag and the bytes of the last time. Whoever reads them checks signatures and digests anyway."""
        place = self._place(address)
        with contextlib.suppress(OSError, ValueError):
            if place is not None and place.stat().st_size <= limit + 1_000:
                head, _, data = place.read_bytes().partition(b"\n")
                tag = json.loads(head)
                return (tag, data) if isinstance(tag, str) and tag.isprintable() else None
        return None

    def _keep(self, address: str, tag: str | None, data: bytes) -> None:
        place = self._place(address)
        if tag is None or place is None:
            return
        with contextlib.suppress(OSError):  # the next time asks for all of it
            place.parent.mkdir(parents=True, exist_ok=True)
            replace_file(place, (json.dumps(tag).encode(), b"\n", data))
