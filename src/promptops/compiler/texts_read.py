"""Texts that rules over the project read again: a change of theirs may change what such a rule finds."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from functools import lru_cache
from typing import Final

from promptops.resources.entries import Entry
from promptops.sources.trees import Unreadable
from promptops.templates import PromptText

OPEN_FILES: Final = 64
"""Files whose texts are kept at once."""


class TextsRead:
    """Reads the texts of prompts and fragments, and remembers in which files they stand: `paths`.

    `words` are those that were looked for: a file without any of them may change to another without.
    """

    def __init__(
        self, texts_of: Callable[[str], Sequence[tuple[PromptText, ...]]], read: Callable[[str], bytes | Unreadable]
    ) -> None:
        """Read by `texts_of`, which returns the texts of each resource in a file, and by `read` its bytes."""
        self._read = read
        self.paths: set[str] = set()
        self.words: set[str] = set()
        self._texts_of = lru_cache(maxsize=OPEN_FILES)(texts_of)

    def of(self, entry: Entry) -> tuple[PromptText, ...]:
        """Return the texts of a resource; of one that was refused, or that has gone from its file, there are none."""
        self.paths.add(entry.path)
        found = self._texts_of(entry.path)
        return found[entry.ordinal] if 0 <= entry.ordinal < len(found) else ()

    def files_with(self, paths: Collection[str], words: Collection[str]) -> frozenset[str]:
        """Return those of some files that have any of some words in them, in any case. Only these count as read."""
        from promptops.compiler.text_search import matcher_of  # noqa: PLC0415 - an edit of a text asks for none of it

        self.words.update(words)
        matches = matcher_of(sorted(words))
        if matches is None:
            return frozenset()
        read = ((path, self._read(path)) for path in paths)
        found = frozenset(path for path, data in read if not isinstance(data, Unreadable) and matches(data))
        self.paths.update(found)
        return found
