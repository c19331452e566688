"""Files that a resource names and the compiler does not read: whether they are there, and what they hold, as a digest.

They are a dataset's cases, a feature's runbook, an eval's results.
"""

from __future__ import annotations

import hashlib
import posixpath
from collections.abc import Iterable, Iterator, MutableMapping
from itertools import islice
from typing import Any

from promptops.diagnostics import Fault
from promptops.formats import Draft
from promptops.regex import regex
from promptops.resources.texts import MAX_PATH, PATH
from promptops.sources.documents import KeyPath
from promptops.sources.listing import UNLISTED, Listing
from promptops.sources.search import MAX_CANDIDATES
from promptops.sources.text import shown

_ONE = {"Feature": "runbook", "Eval": "evidence"}
"""Kinds that name one file, with the key that does."""
_PATH = regex(PATH)
MAX_PATTERNS = 100
"""Paths and patterns of one resource that are followed."""


class NamedFiles:
    """Finds the files that the resources of one file name, and notes down in `identities` what they were."""

    def __init__(self, listing: Listing, folder: str, identities: MutableMapping[str, str]) -> None:
        self._listing = listing
        self._folder = folder
        self._identities = identities

    def read(self, draft: Draft) -> tuple[str, list[Fault]]:
        """Return a digest over the files that a resource names, empty if it names none, and which ones are not there.

        The digest covers the paths of the files, relative to the one that names them, and their content.
        """
        names = tuple(islice(_named(draft), MAX_PATTERNS))
        if not names:
            return "", []
        faults: list[Fault] = []
        seen = hashlib.sha256()
        for keys, name in names:
            found = self._found(draft, keys, name)
            if isinstance(found, Fault):
                faults.append(found)
            else:
                seen.update("".join(f"{each}\0" for each in found).encode(errors="replace"))
        return seen.hexdigest(), faults

    def _found(self, draft: Draft, keys: KeyPath, name: str) -> list[str] | Fault:
        """Return path and digest of each file that a path or pattern stands for."""
        pattern = posixpath.normpath(posixpath.join(self._folder, name))
        if pattern.startswith("../") or pattern == "..":
            advice = "name a file below the root of the project"
            return Fault("invalid-value", f"`{name}` leaves the project", draft.range_of(keys), advice, keys)
        self._identities[self._listing.name_of(pattern)] = self._listing.identity(self._listing.name_of(pattern))
        paths = self._listing.matching(pattern)
        if paths is None:
            message = f"`{shown(name)}` stands for some of more than {MAX_CANDIDATES:,} files"
            return Fault("invalid-value", message, draft.range_of(keys), "begin it with the path of a folder", keys)
        digests = ((path, self._listing.digest_of(path)) for path in paths)
        there = [(path, digest) for path, digest in digests if digest is not None]
        if not there:
            message = f"there is no file `{shown(pattern)}`"
            return Fault("unknown-reference", message, draft.range_of(keys), UNLISTED.help, keys)
        return [part for path, digest in there for part in (posixpath.relpath(path, self._folder or "."), digest)]


def _named(draft: Draft) -> Iterator[tuple[KeyPath, str]]:
    """Yield the keys that name files, with the paths or patterns; what is no path is told of by validation."""
    if draft.kind in _ONE:
        key = _ONE[draft.kind]
        named: Iterable[tuple[KeyPath, Any]] = [((key,), draft.data.get(key))]
    else:
        cases = draft.data.get("files") if draft.kind == "Dataset" else ()
        named = ((("files", index), name) for index, name in enumerate(cases if isinstance(cases, list) else ()))
    for keys, name in named:
        if isinstance(name, str) and len(name) <= MAX_PATH and _PATH.fullmatch(name):
            yield keys, name
