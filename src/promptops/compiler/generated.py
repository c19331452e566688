"""The files at the root of a project that commands of this tool write and people commit."""

from __future__ import annotations

from collections.abc import Mapping

from promptops.diagnostics import START, Fault
from promptops.sources.generated_names import CATALOG_NAME, LOCK_NAME
from promptops.sources.listing import Listing
from promptops.sources.text import decode
from promptops.sources.trees import Unreadable

_UNREADABLE = "unreadable-file"


def generated_files(listing: Listing) -> Mapping[str, str | Fault]:
    """Return the text of each such file that a tree has, or why it cannot be read, by its name."""
    return {name: _text(listing, name) for name in _present(listing)}


def generated_identity(listing: Listing) -> str:
    """Return what stands for the content of these files: another one where any of them changed, came or went."""
    return "".join(f"{name}\0{listing.identity(name)}\0" for name in _present(listing))


def has_lock(listing: Listing) -> bool:
    """Say whether a tree has a lock: then the content of every resource matters to others."""
    return LOCK_NAME in listing.paths


def _present(listing: Listing) -> list[str]:
    return [name for name in (CATALOG_NAME, LOCK_NAME) if name in listing.paths]


def _text(listing: Listing, name: str) -> str | Fault:
    data = listing.read(name)
    if isinstance(data, Unreadable):
        return Fault(_UNREADABLE, f"the file cannot be read: {data.reason}", START, data.help)
    text, faults = decode(data)
    return faults[0] if text is None or faults else text
