"""Wording of one text that stands in another: between quotation marks, or word for word over a long stretch."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Sequence
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

_WORD = re.compile(r"\w+(?:['\u2019-]\w+)*")
_QUOTED = re.compile(
    r"""(?<!\w)(?:"([^"\n]{4,200})"|'([^'\n]{4,200})'|`([^`\n]{4,200})`|\u201c([^\u201d\n]{4,200})\u201d)(?!\w)"""
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
    return _runs([word.lower() for word in _written(text)], SHINGLE)


def phrases_in(text: str) -> Iterator[str]:
    """Yield every `PHRASE` words in a row, as they are written, with one blank between two of them."""
    return (" ".join(run) for run in _runs(_written(text), PHRASE) if run)


def _written(text: str) -> list[str]:
    """Return the words of a text as they are written."""
    return [match[0] for match in words_in(text)]


def _runs(words: Sequence[str], length: int) -> Iterator[tuple[str, ...]]:
    """Yield so many words in a row; an empty run for one with a word that nobody quotes."""
    runs = zip(*(words[offset:] for offset in range(length)), strict=False)
    if max(map(len, words), default=0) <= MAX_WORD:
        return runs
    return (run if max(map(len, run)) <= MAX_WORD else () for run in runs)


def common_stretches(text: str, known: Container[tuple[str, ...]]) -> Iterator[Quotation]:
    """Yield the longest stretches of a text of which every shingle is known."""
    words = words_in(text)
    start: int | None = None
    last = 0
    for index, shingle in enumerate(_runs([word[0].lower() for word in words], SHINGLE)):
        if shingle in known:
            start = index if start is None else start
            last = index + SHINGLE - 1
        elif start is not None:
            yield _stretch(text, words, start, last)
            start = None
    if start is not None:
        yield _stretch(text, words, start, last)


def _stretch(text: str, words: Sequence[re.Match[str]], first: int, last: int) -> Quotation:
    start, end = words[first].start(), words[last].end()
    return Quotation(text[start:end], start, end)
