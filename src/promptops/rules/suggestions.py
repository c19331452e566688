"""The name that was probably meant, found among thousands.

Comparing a word with every name of a large project takes most of a second, and a folder that was renamed leaves
hundreds of dead references. So a word is compared with names in the same folder or with the same last part, and no
more words are looked up once that has taken a while.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cached_property
from heapq import merge
from itertools import chain, islice

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
        if word in self._known:
            return word
        near = list(islice(self._near(word), MAX_CANDIDATES))
        self._left -= len(word) * sum(map(len, near))
        if self._left < 0:
            return None
        namesakes = list(islice(chain.from_iterable(self._by_part.get(_parts(word)[1], {}).values()), 2))
        return closest(word, near) or (namesakes[0] if len(namesakes) == 1 else None)

    def advice_on(self, word: str) -> str | None:
        """Return `meant_by` as help: a question."""
        meant = self.meant_by(word)
        return None if meant is None else f"did you mean `{meant}`?"

    def _near(self, word: str) -> Iterator[str]:
        """Yield the names in the word's folder or with its last part that are not too long or short to be meant."""
        parts = [self._by_part.get(part, {}) for part in _parts(word)]
        for difference in range(len(word) // 3 + 2):
            lengths = {len(word) - difference, len(word) + difference}
            yield from merge(*(names.get(length, ()) for names in parts for length in lengths))

    @cached_property
    def _known(self) -> frozenset[str]:
        return frozenset(self._names)

    @cached_property
    def _by_part(self) -> dict[str, dict[int, list[str]]]:
        """Return the names by each of their parts and by their lengths, sorted."""
        found: dict[str, dict[int, list[str]]] = {}
        for name in sorted(self._known):
            for part in _parts(name):
                found.setdefault(part, {}).setdefault(len(name), []).append(name)
        return found


def _parts(name: str) -> tuple[str, str]:
    """Return the folder of a name and its last part, told apart by the slash."""
    folder, _, leaf = name.rpartition("/")
    return f"{folder}/", f"/{leaf}"
