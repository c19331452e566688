"""Whether a text has any of very many runs of words: what each place of it costs does not grow with their number."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import islice
from typing import Final

LONGEST: Final = 7
"""Words of a run that are looked at."""
QUOTED: Final = 3
"""Words behind a quotation mark that are looked at."""

_WORD = re.compile(r"\w+")
_QUOTED = re.compile(r"[\"'`\u201c](?=(\w+)\W{1,8}(\w+)\W{1,8}(\w+))")


class WordRuns:
    """Runs of words that may stand anywhere, and those that a quotation begins with; letter case counts for nothing."""

    def __init__(self, runs: Iterable[str], quoted: Iterable[str]) -> None:
        self._by_length: dict[int, set[tuple[str, ...]]] = {}
        for run in runs:
            words = tuple(_words(run)[:LONGEST])
            self._by_length.setdefault(len(words), set()).add(words)
        self._by_length.pop(0, None)
        self._quoted = {tuple(_words(words)[:QUOTED]) for words in quoted}

    def stand_in(self, data: bytes) -> bool:
        """Say whether a text in UTF-8 has any of them, of long ones at least the words that are looked at."""
        text = data.decode(errors="replace").lower()
        if any(match.groups() in self._quoted for match in _QUOTED.finditer(text)):
            return True
        words = _WORD.findall(text)
        return any(_is_one_of(known, words, length) for length, known in self._by_length.items())


def _is_one_of(known: set[tuple[str, ...]], words: Sequence[str], length: int) -> bool:
    return not known.isdisjoint(zip(*(islice(words, offset, None) for offset in range(length)), strict=False))


def _words(text: str) -> list[str]:
    return _WORD.findall(text.lower())
