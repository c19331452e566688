"""Whether a text has any of very many runs of words: what each place of it costs does not grow with their number."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import islice
from typing import Final

from promptops.regex import regex

LONGEST: Final = 7
"""Words of a run that are looked at."""
QUOTED: Final = 3
"""Words behind a quotation mark that are looked at."""

_FIRST: Final = 2
"""Words of runs that are looked at first, where these are of several lengths: most texts have none that begins so."""
_WORD = re.compile(r"\w+")
_BETWEEN = {code: " " for code in range(128) if not re.fullmatch(_WORD, chr(code))}
_QUOTED = regex(r"[\"'`\u201c](?=(?:</?)?(\w+)(?:\W{1,8}(\w+)(?:\W{1,8}(\w+))?)?)")


class WordRuns:
    """Runs of words that may stand anywhere, and those that a quotation begins with; letter case counts for nothing."""

    def __init__(self, runs: Iterable[str], quoted: Iterable[str]) -> None:
        self._by_length: dict[int, set[tuple[str, ...]]] = {}
        for run in runs:
            words = tuple(_words(run.lower())[:LONGEST])
            self._by_length.setdefault(len(words), set()).add(words)
        self._by_length.pop(0, None)
        self._alone = self._by_length.pop(1, set())
        self._begun = {words[:_FIRST] for runs in self._by_length.values() for words in runs}
        self._quoted = {tuple(_words(words.lower())[:QUOTED]) for words in quoted}
        self._opening = {words[0] for words in self._quoted if words}

    def stand_in(self, data: bytes) -> bool:
        """Say whether a text in UTF-8 has any of them, of long ones at least the words that are looked at."""
        text = data.decode(errors="replace").lower()
        if self._quoted and any(map(self._is_quoted, _QUOTED.finditer(text))):
            return True
        words = _words(text)
        if self._alone and _is_one_of(self._alone, words, 1):
            return True
        if len(self._by_length) > 1 and not _is_one_of(self._begun, words, _FIRST):
            return False
        return any(_is_one_of(known, words, length) for length, known in self._by_length.items())

    def _is_quoted(self, mark: re.Match[str]) -> bool:
        behind = mark.groups()
        return behind[0] in self._opening and any(behind[:number] in self._quoted for number in range(1, QUOTED + 1))


def _is_one_of(known: set[tuple[str, ...]], words: Sequence[str], length: int) -> bool:
    return not known.isdisjoint(zip(*(islice(words, offset, None) for offset in range(length)), strict=False))


def _words(text: str) -> list[str]:
    # To split a text is more than twice as fast as to match words.
    return text.translate(_BETWEEN).split() if text.isascii() else _WORD.findall(text)
