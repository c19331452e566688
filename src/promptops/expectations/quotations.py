"""Wording of one text that stands in another: between quotation marks, or word for word over a long stretch."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import islice
from typing import Final, NamedTuple

SHINGLE: Final = 7
"""So many words in a row make a quotation of what has no quotation marks."""
PHRASE: Final = 3
"""So many words in a row are looked for where nothing else ties a text to another."""
MAX_WORDS: Final = 50_000
"""Words of one text that are looked at."""
MAX_WORD: Final = 100
"""Letters of a word; a longer one is data, and what it stands in is not looked for."""
MAX_QUOTED: Final = 500
"""Quotation marks of one text that are looked at."""

_LONG: Final = 4 * MAX_WORDS
"""A text with more characters may have many more words than are looked at."""
_WORD = re.compile(r"\w+(?:['\u2019-]\w+)*")
_STRAY = re.compile(r"['-](?:(?!\w)|(?<!\w.))")
"""A mark of `_WORD` that joins nothing."""
_BETWEEN = {code: " " for code in range(128) if not re.fullmatch(r"[\w'-]", chr(code))}
_QUOTED = re.compile(
    # What stands ahead of a mark is looked at behind it: a pattern that begins with marks is searched for fast.
    r"""(?:"(?<!\w")([^"\n]{4,200})"|'(?<!\w')([^'\n]{4,200})'|`(?<!\w`)([^`\n]{4,200})`"""
    r"""|\u201c(?<!\w\u201c)([^\u201d\n]{4,200})\u201d)(?!\w)"""
)


class Quotation(NamedTuple):
    """Words of another text: offsets of them in the text that quotes, in code points, half-open."""

    words: str
    start: int
    end: int


def words_in(text: str) -> list[re.Match[str]]:
    """Return the words of a text as they are written, each as the match that has it and its offsets."""
    return list(islice(_WORD.finditer(text), MAX_WORDS))


def quoted_in(text: str) -> Iterator[Quotation]:
    """Yield what stands between quotation marks or backticks: two words or more."""
    for match in islice(_QUOTED.finditer(text), MAX_QUOTED):
        number = match.lastindex or 0
        if len(match[number].split()) > 1:
            yield Quotation(match[number], match.start(number), match.end(number))


def shingles_in(text: str) -> Iterator[tuple[str, ...]]:
    """Yield every `SHINGLE` words of a text in a row, in lower case; a run with a word that nobody quotes is empty."""
    return _runs(_lowered(_written(text)), SHINGLE)


def phrases_in(text: str) -> Iterator[str]:
    """Yield every `PHRASE` words in a row, as they are written, with one blank between two of them."""
    return (" ".join(run) for run in _runs(_written(text), PHRASE) if run)


@lru_cache(maxsize=16)
def _written(text: str) -> Sequence[str]:
    """Return the words of a text as they are written; several forms of them are asked for one after another."""
    if len(text) > _LONG:
        return [match[0] for match in words_in(text)]
    # To split a text is three times as fast as to match words.
    words: list[str] = _STRAY.sub(" ", text).translate(_BETWEEN).split() if text.isascii() else _WORD.findall(text)
    return words[:MAX_WORDS]


def _lowered(words: Sequence[str]) -> list[str]:
    return " ".join(words).lower().split()


def lost_runs(text: str, others: Sequence[str]) -> tuple[list[tuple[str, ...]], list[str]]:
    """Return the shingles and the phrases of a text that none of some others has, without empty ones, each once."""
    words, known = _written(text), [_written(other) for other in others]
    first, end = _differing(words, known[0]) if known else (0, len(words))
    shingles = _lost(_lowered(words[max(0, first - SHINGLE + 1) : end + SHINGLE - 1]), map(_lowered, known), SHINGLE)
    phrases = _lost(words[max(0, first - PHRASE + 1) : end + PHRASE - 1], known, PHRASE)
    return shingles, [" ".join(run) for run in phrases]


def _lost(words: Sequence[str], others: Iterable[Sequence[str]], length: int) -> list[tuple[str, ...]]:
    lost = dict.fromkeys(run for run in _runs(words, length) if run)
    for other in others:
        for run in lost.keys() & _runs(other, length):
            del lost[run]
    return list(lost)


def _differing(words: Sequence[str], others: Sequence[str]) -> tuple[int, int]:
    """Return between which words stands all that two texts do not begin or end with in common."""
    first = _common(words, others)
    return first, len(words) - _common(words[first:][::-1], others[first:][::-1])


def _common(words: Sequence[str], others: Sequence[str]) -> int:
    """Return how many words two texts begin with in common, found by halving: slices compare fast."""
    least, most = 0, min(len(words), len(others))
    while least < most:
        middle = (least + most + 1) // 2
        if words[least:middle] == others[least:middle]:
            least = middle
        else:
            most = middle - 1
    return least


def _runs(words: Sequence[str], length: int) -> Iterator[tuple[str, ...]]:
    """Yield so many words in a row; an empty run for one with a word that nobody quotes."""
    runs = zip(*(words[offset:] for offset in range(length)), strict=False)
    if max(map(len, words), default=0) <= MAX_WORD:
        return runs
    return (run if max(map(len, run)) <= MAX_WORD else () for run in runs)


class Common(NamedTuple):
    """Words of a text in a row that another one has, too: the numbers of the first and the last, and all shingles."""

    first: int
    last: int
    shingles: Sequence[tuple[str, ...]]

    def quotation(self, text: str) -> Quotation:
        """Return where they stand in the text that they were found in."""
        words = list(islice(_WORD.finditer(text), self.first, self.last + 1))
        start, end = words[0].start(), words[-1].end()
        return Quotation(text[start:end], start, end)


def common_runs(text: str, known: Container[tuple[str, ...]]) -> Iterator[Common]:
    """Yield the longest runs of words of a text of which every shingle is known."""
    having = [(index, shingle) for index, shingle in enumerate(shingles_in(text)) if shingle in known]
    start = 0
    for at, (index, _) in enumerate(having):
        if at + 1 == len(having) or having[at + 1][0] != index + 1:
            shingles = [shingle for _, shingle in having[start : at + 1]]
            yield Common(having[start][0], index + SHINGLE - 1, shingles)
            start = at + 1


def common_stretches(text: str, known: Container[tuple[str, ...]]) -> Iterator[Quotation]:
    """Yield the longest stretches of a text of which every shingle is known."""
    return (common.quotation(text) for common in common_runs(text, known))
