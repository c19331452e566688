"""The name that was probably meant, found among thousands.

Comparing a word with every name of a large project takes most of a second, and a folder that was renamed leaves
hundreds of dead references. So a word is compared with names in the same folder or with the same last part, and no
more words are looked up once that has taken a while.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from heapq import nsmallest

from promptops.spelling import closest

MAX_CANDIDATES = 200
"""Names that a word is compared with, those of about its length first."""
MAX_WORK = 2_000_000
"""Pairs of characters that are compared in all: a quarter of a second."""


class Names:
    """Names among which the meant one is looked for."""

    def __init__(self, names: Iterable[str]) -> None:
        self._names = names
        self._left = MAX_WORK

    def meant_by(self, word: str) -> str | None:
        """Return the name that a word most probably stands for; None when none is near, or too many were asked for."""
        folder, leaf = _parts(word)
        namesakes = self._by_part.get(leaf, [])
        candidates = {*self._by_part.get(folder, ()), *namesakes}
        if word in candidates:
            return word
        near = nsmallest(MAX_CANDIDATES, candidates, key=lambda name: (abs(len(name) - len(word)), name))
        self._left -= len(word) * sum(map(len, near))
        if self._left < 0:
            return None
        return closest(word, near) or (namesakes[0] if len(namesakes) == 1 else None)

    def advice_on(self, word: str) -> str | None:
        """Return `meant_by` as help: a question."""
        meant = self.meant_by(word)
        return None if meant is None else f"did you mean `{meant}`?"

    @cached_property
    def _by_part(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for name in self._names:
            for part in _parts(name):
                found.setdefault(part, []).append(name)
        return found


def _parts(name: str) -> tuple[str, str]:
    """Return the folder of a name and its last part, told apart by the slash."""
    folder, _, leaf = name.rpartition("/")
    return f"{folder}/", f"/{leaf}"
