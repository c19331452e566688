"""Which words of a sentence changed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise
from operator import attrgetter
from typing import Literal, NamedTuple

from promptops.changes.wording.alignment import Pair, aligned
from promptops.changes.wording.sentences import Sentence
from promptops.changes.wording.vocabulary import FUNCTION_WORDS

Op = Literal["=", "-", "+"]
"""Kept, removed, added."""

_TOKEN = re.compile(
    r"\s+|\{\{[^{}]{0,200}\}\}|[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]"
    r"|[^\W\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]+(?:['\u2019.-][^\W\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]+)*|\W"
)
MAX_BY_CHANCE = 3
"""Words and marks in a row that may stand between two replacements by chance, where they are common ones."""


MAX_COMPARED = 100_000
"""Characters of a sentence; of a longer one all is replaced between what both begin and what both end with."""


class Part(NamedTuple):
    """A stretch of text that was kept, removed or added."""

    op: Op
    text: str


class _Token(NamedTuple):
    blanks: str
    word: str

    @property
    def is_common(self) -> bool:
        """Say whether two sentences may well share it by chance."""
        return not self.word[:1].isalnum() or self.word.casefold() in FUNCTION_WORDS


class _Run(NamedTuple):
    """A run of words that both sentences have: half-open on the left, `shift` further on the right."""

    first: int
    end: int
    shift: int


def word_diff(before: Sentence, after: Sentence) -> tuple[Part, ...]:
    """Return how the words of a sentence become those of another; a removal comes before the addition in its place.

    The parts kept and removed make up the first sentence's `plain` text, those kept and added the second one's.
    """
    old, new = before.plain, after.plain
    if max(len(old), len(new)) > MAX_COMPARED:
        return _between_edges(old, new)
    left, right = _tokens(old), _tokens(new)
    runs = list(_runs(aligned([token.word for token in left], [token.word for token in right])))
    # An empty run at either end stands for the edge of the sentences.
    edges = [_Run(0, 0, 0), *runs, _Run(len(left), len(left), len(right) - len(left))]
    kept = [
        run for ahead, run, behind in zip(edges, runs, edges[2:], strict=False) if _counts(left, ahead, run, behind)
    ]
    parts: list[Part] = []
    for ahead, run in pairwise([edges[0], *kept, edges[-1]]):
        gone, come = left[ahead.end : run.first], right[ahead.end + ahead.shift : run.first + run.shift]
        parts += _parts(gone, come, left[run.first : run.end], right[run.first + run.shift : run.end + run.shift])
    by_op = groupby((part for part in parts if part.text), key=attrgetter("op"))
    return tuple(Part(op, "".join(part.text for part in same)) for op, same in by_op)


def _between_edges(old: str, new: str) -> tuple[Part, ...]:
    """Return what stands between the words that both texts begin with and those that both end with."""
    first = _common_words(old, new)
    old, new = old[len(first) :], new[len(first) :]
    last = _common_words(old[::-1], new[::-1])[::-1]
    parts = (
        Part("=", first),
        Part("-", old[: len(old) - len(last)]),
        Part("+", new[: len(new) - len(last)]),
        Part("=", last),
    )
    return tuple(part for part in parts if part.text)


def _common_words(left: str, right: str) -> str:
    """Return what both texts begin with, without a part of a word."""
    characters = zip(left, right, strict=False)
    end = next((at for at, (one, other) in enumerate(characters) if one != other), min(len(left), len(right)))
    if all(text[end : end + 1] in ("", " ") for text in (left, right)):
        return left[:end]
    return left[: left.rfind(" ", 0, end) + 1]


def _tokens(text: str) -> list[_Token]:
    tokens = []
    blanks = ""
    for token in _TOKEN.findall(text):
        if token.isspace():
            blanks = token
        else:
            tokens.append(_Token(blanks, token))
            blanks = ""
    return tokens


def _runs(pairs: Sequence[Pair]) -> Iterator[_Run]:
    first = 0
    for index, (place, other) in enumerate(pairs, start=1):
        if index == len(pairs) or pairs[index] != (place + 1, other + 1):
            start = pairs[first][0]
            yield _Run(start, place + 1, other - place)
            first = index


def _counts(left: Sequence[_Token], ahead: _Run, run: _Run, behind: _Run) -> bool:
    """Say whether a run was kept on purpose, and does not merely occur in what replaced its surroundings."""
    if run.end - run.first > MAX_BY_CHANCE or not all(token.is_common for token in left[run.first : run.end]):
        return True
    return not (_is_replacement(ahead, run) and _is_replacement(run, behind))


def _is_replacement(ahead: _Run, behind: _Run) -> bool:
    """Say whether something was removed and something added between two runs."""
    return ahead.end < behind.first and ahead.end + ahead.shift < behind.first + behind.shift


def _parts(
    gone: Sequence[_Token], come: Sequence[_Token], kept: Sequence[_Token], kept_so: Sequence[_Token]
) -> Iterator[Part]:
    """Yield the parts of what was removed and added, and of the words behind it that both sides have."""
    removed, added, same = _text(gone), _text(come), ""
    for token, other in zip(kept, kept_so, strict=True):
        if token.blanks == other.blanks:
            same += token.blanks + token.word
            continue
        if same:
            yield from _replacement(removed, added)
            yield Part("=", same)
            removed = added = ""
        removed, added, same = removed + token.blanks, added + other.blanks, token.word
    yield from _replacement(removed, added)
    yield Part("=", same)


def _replacement(removed: str, added: str) -> Iterator[Part]:
    """Yield a removal and an addition in its place, behind the blank that both begin with."""
    shared = 1 if removed[:1] == added[:1] and added[:1].isspace() else 0
    yield from (Part("=", added[:shared]), Part("-", removed[shared:]), Part("+", added[shared:]))


def _text(tokens: Sequence[_Token]) -> str:
    return "".join(token.blanks + token.word for token in tokens)
