"""Where the parts of a draft stand in a file that orders them otherwise than the native format does."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from promptops.diagnostics import Range
from promptops.formats.drafts import Positioned
from promptops.sources.documents import KeyPath, Part


class Relocated:
    """A document whose parts are asked for by the keys of the native format.

    `places` maps a path of keys of the native format to the keys of the file, and so all that is below it; the longest
    path counts. `names` says for a path at which value of the file its last key is written, where that is no key.
    """

    def __init__(
        self, document: Positioned, places: Mapping[KeyPath, KeyPath], names: Mapping[KeyPath, KeyPath] | None = None
    ) -> None:
        self.value: Any = document.value
        self._document = document
        self._places = places
        self._names = names or {}

    def range_of(self, keys: KeyPath, part: Part = "value") -> Range:
        """Return where the value (or the last key) at a path of keys of the native format stands."""
        if part == "key" and keys in self._names:
            return self._document.range_of(self._names[keys])
        return self._document.range_of(self._in_file(keys), part)

    def range_in(self, keys: KeyPath, start: int, end: int) -> Range:
        """Return where a stretch of the string at a path of keys of the native format stands."""
        return self._document.range_in(self._in_file(keys), start, end)

    def _in_file(self, keys: KeyPath) -> KeyPath:
        for length in range(len(keys), -1, -1):
            found = self._places.get(keys[:length])
            if found is not None:
                return (*found, *keys[length:])
        return keys
