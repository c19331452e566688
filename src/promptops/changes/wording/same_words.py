"""Sentences that say the same on both sides, though they may be cut or laid out otherwise."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import accumulate, pairwise
from typing import NamedTuple

from promptops.changes.wording.alignment import aligned
from promptops.changes.wording.gaps import Gap
from promptops.changes.wording.sentences import Sentence


class Match(NamedTuple):
    """Half-open ranges of sentences of the two sides of a gap that hold the same words."""

    first: int
    end: int
    other_first: int
    other_end: int


class Matches(NamedTuple):
    """What the two sides of a gap have in common, in order, and the gaps that are left."""

    same: Sequence[Match]
    gaps: Sequence[Gap]


def matches(gap: Gap) -> Matches:
    """Return the sentences of a gap that both sides have, and the gaps between them."""
    left, right = gap.before.words, gap.after.words
    if whole := _cut_alike(left, right, 0, 0):
        return Matches(whole, ())
    same: list[Match] = []
    gaps: list[Gap] = []
    edges = [(-1, -1), *aligned(left, right), (len(left), len(right))]
    for (place, other), (end, other_end) in pairwise(edges):
        first, other_first = place + 1, other + 1
        if cut := _cut_alike(left[first:end], right[other_first:other_end], first, other_first):
            same.extend(cut)
        elif first < end or other_first < other_end:
            gaps.append(Gap(gap.before.part(first, end), gap.after.part(other_first, other_end)))
        if end < len(left):
            same.append(Match(end, end + 1, other_end, other_end + 1))
    return Matches(same, gaps)


def joined(sentences: Sequence[Sentence], text: str) -> Sentence:
    """Return neighbouring sentences of a text as one, of the first one's kind."""
    first, last = sentences[0], sentences[-1]
    return first if first is last else Sentence(text[first.start : last.end], first.start, last.end, first.kind)


def _cut_alike(left: Sequence[str], right: Sequence[str], first: int, other_first: int) -> list[Match]:
    """Return sentences as the smallest groups that begin and end at the same word; none where the words differ."""
    if not left or not right or " ".join(left) != " ".join(right):
        return []
    ends, other_ends = list(_ends(left)), list(_ends(right))
    shared = set(ends) & set(other_ends)
    cuts = [index + 1 for index, end in enumerate(ends) if end in shared]
    other_cuts = [index + 1 for index, end in enumerate(other_ends) if end in shared]
    edges = [(0, 0), *zip(cuts, other_cuts, strict=True)]
    return [
        Match(first + start, first + end, other_first + other_start, other_first + other_end)
        for (start, other_start), (end, other_end) in pairwise(edges)
    ]


def _ends(texts: Sequence[str]) -> Iterator[int]:
    """Yield the number of characters up to the end of each text, when they are joined with one between them."""
    return accumulate(len(text) + 1 for text in texts)
