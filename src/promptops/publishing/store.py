"""Where releases are published: what a store can do, and the names of the files in it."""

from __future__ import annotations

from contextlib import AbstractContextManager
from typing import Protocol


class Store(Protocol):
    """A place with named files; each is there whole or not at all.

    Every method raises `PromptopsError` where the place cannot be used.
    """

    @property
    def name(self) -> str:
        """Return what the user calls the store."""

    def read(self, path: str, limit: int) -> bytes | None:
        """Return a file of at most `limit` bytes, None where there is none."""

    def write(self, path: str, data: bytes) -> None:
        """Put a file in its place."""

    def names(self, folder: str) -> list[str]:
        """Return the names of the files in a folder; none where the store cannot list them."""

    def locked(self, channel: str) -> AbstractContextManager[None]:
        """Keep other publishers of this machine from a channel."""


def bundle_path(sha256: str) -> str:
    """Return the place of a bundle."""
    return f"bundles/{sha256}.json"


def statement_path(sha256: str) -> str:
    """Return the place of the signed statement about a bundle."""
    return f"bundles/{sha256}.dsse.json"


def bom_path(sha256: str) -> str:
    """Return the place of a bundle's bill of materials."""
    return f"bundles/{sha256}.bom.cdx.json"


def pointer_path(channel: str) -> str:
    """Return the place of a channel's pointer."""
    return f"channels/{channel}.json"


def kill_path(channel: str) -> str:
    """Return the place of a channel's kill document."""
    return f"channels/{channel}.kill.json"


def history_path(channel: str, epoch: int, sequence: int) -> str:
    """Return the place where a pointer stays after a newer one has taken its place."""
    return f"channels/{channel}.history/{epoch}.{sequence}.json"
