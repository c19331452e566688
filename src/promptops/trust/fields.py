"""Reading a document by a closed set of fields."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, Final

from promptops.trust.limits import MAX_CHANNEL_NAME
from promptops.trust.refusals import Code, RefusedError

_TIME = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z")
_DIGEST_LENGTH: Final = 64
_HEXADECIMAL: Final = "0123456789abcdef"
_CHANNEL = re.compile(f"[a-z0-9][a-z0-9_-]{{0,{MAX_CHANNEL_NAME - 1}}}")
_PART: Final = 80
"""Characters of a value that a message shows."""


class Fields:
    """One object of a document, `where` being its place in words (`the pointer`).

    Every method raises `RefusedError`: `malformed-document` where a field is missing or of another type, and what
    else it names.
    """

    def __init__(self, value: Any, where: str) -> None:
        if not isinstance(value, dict):
            raise RefusedError(Code.MALFORMED_DOCUMENT, f"{where} is not an object")
        self._value: Mapping[str, Any] = value
        self._where = where

    def close(self, *known: str) -> None:
        """Refuse every other field: `unknown-field`."""
        for key in self._value:
            if key not in known:
                raise RefusedError(Code.UNKNOWN_FIELD, f"{self._where} has the unknown field `{shown(key)}`")

    def of_format(self, format: str) -> None:
        """Refuse another format or version: `unsupported-format`."""
        found = self._value.get("format")
        if found != format:
            raise RefusedError(Code.UNSUPPORTED_FORMAT, f"{self._where} is of format `{shown(found)}`, not `{format}`")

    def string(self, key: str) -> str:
        """Return a text, which may be empty."""
        value = self._value.get(key)
        if not isinstance(value, str):
            raise self._malformed(key, "a text")
        return value

    def text(self, key: str) -> str:
        """Return a text of at least one character."""
        value = self.string(key)
        if not value:
            raise self._malformed(key, "a text with something in it")
        return value

    def optional_string(self, key: str) -> str | None:
        """Return a text, which may be empty, or None where it is missing."""
        return self.string(key) if key in self._value else None

    def optional_text(self, key: str) -> str | None:
        """Return a text, or None where it is null or missing."""
        return None if self._value.get(key) is None else self.text(key)

    def whole(self, key: str, least: int) -> int:
        """Return a whole number of at least `least`."""
        value = self._value.get(key)
        if type(value) is not int or value < least:
            raise self._malformed(key, f"a whole number from {least} up")
        return value

    def optional_whole(self, key: str, least: int) -> int | None:
        """Return a whole number of at least `least`, or None where it is missing; null is refused."""
        return self.whole(key, least) if key in self._value else None

    def time(self, key: str) -> datetime:
        """Return a time in UTC, written `2026-11-21T10:00:00Z`."""
        text = self.text(key)
        try:
            if _TIME.fullmatch(text):
                return datetime.fromisoformat(text).astimezone(UTC)
        except ValueError:
            pass
        raise self._malformed(key, "a time such as `2026-11-21T10:00:00Z`")

    def optional_time(self, key: str) -> datetime | None:
        """Return a time in UTC, or None where it is null or missing."""
        return None if self._value.get(key) is None else self.time(key)

    def digest(self, key: str) -> str:
        """Return a SHA-256 as 64 lower-case hexadecimal digits."""
        text = self.text(key)
        if not is_digest(text):
            raise self._malformed(key, "a SHA-256 in hexadecimal")
        return text

    def child(self, key: str) -> Fields:
        """Return an object."""
        return Fields(self._value.get(key), f"`{key}` of {self._where}")

    def children(self, key: str) -> dict[str, Fields]:
        """Return an object of objects, by key."""
        return self.child(key).every_child()

    def optional_children(self, key: str) -> dict[str, Fields]:
        """Return an object of objects, by key, which is empty where it is missing; null is refused."""
        return self.children(key) if key in self._value else {}

    def every_child(self) -> dict[str, Fields]:
        """Return the objects of which this one consists, by key."""
        return {name: Fields(item, f"`{shown(name)}` of {self._where}") for name, item in self._value.items()}

    def objects(self, key: str) -> list[Fields]:
        """Return a list of objects."""
        return [Fields(item, f"an item of `{key}`") for item in self.items(key)]

    def items(self, key: str) -> list[Any]:
        """Return a list."""
        value = self._value.get(key)
        if not isinstance(value, list):
            raise self._malformed(key, "a list")
        return value

    def mapping(self, key: str) -> Mapping[str, Any]:
        """Return an object as it stands."""
        self.child(key)
        found: Mapping[str, Any] = self._value[key]
        return found

    def _malformed(self, key: str, expected: str) -> RefusedError:
        return RefusedError(Code.MALFORMED_DOCUMENT, f"`{key}` of {self._where} is not {expected}")


def is_digest(text: str) -> bool:
    """Say whether a text is a SHA-256 as it is written here."""
    return len(text) == _DIGEST_LENGTH and not text.strip(_HEXADECIMAL)


def is_channel(text: str) -> bool:
    """Say whether a text may name a channel; it has no dot, so that no channel's file is a kill document."""
    return _CHANNEL.fullmatch(text) is not None


def shown(value: object) -> str:
    """Return a stranger's text as a message may show it: short, and without control characters."""
    return "".join(letter if letter.isprintable() and letter != "`" else "\ufffd" for letter in str(value)[:_PART])


def written_time(time: datetime) -> str:
    """Write a time of any zone as documents have it: whole seconds, UTC.

    Raises:
        ValueError: the time has no zone.
    """
    if time.tzinfo is None:
        raise ValueError("a time without a zone is no time")
    return time.astimezone(UTC).replace(microsecond=0, tzinfo=None).isoformat() + "Z"
