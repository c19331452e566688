"""Which sentences of the one side are those of the other, elsewhere or in other words."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import NamedTuple

from promptops.changes.wording.gaps import Gap
from promptops.changes.wording.rewording import ALIKE, ALIKE_AFAR, ALIKE_ALONE, rewordings
from promptops.changes.wording.sentences import Sentence

MAX_AFAR = 200
"""Sentences of a side that are looked for elsewhere; where more have no partner, the text was written anew."""

MAX_REWORDED = 10_000
"""Sentences that stand at one place; where there are more, none of them is looked for in other words."""

Partners = list[tuple[Sentence, Sentence]]


class Found(NamedTuple):
    """Pairs of sentences: one that stands elsewhere now, and one that says it in other words, there or elsewhere."""

    moved: Partners
    reworded: Partners


def partners(gaps: Sequence[Gap]) -> Found:
    """Return the pairs of sentences in gaps, each sentence in one pair at most."""
    moved = _moved(gaps)
    gone, come = _starts(moved)
    reworded: Partners = []
    for gap in gaps:
        left, right = _without(gap.before.sentences, gone), _without(gap.after.sentences, come)
        reworded += _reworded(left, right, ALIKE_ALONE if len(left) == len(right) == 1 else ALIKE)
    gone, come = _starts(moved + reworded)
    left = [sentence for gap in gaps for sentence in _without(gap.before.sentences, gone)]
    right = [sentence for gap in gaps for sentence in _without(gap.after.sentences, come)]
    if max(len(left), len(right)) <= MAX_AFAR:
        reworded += _reworded(left, right, ALIKE_AFAR)
    return Found(moved, reworded)


def _moved(gaps: Sequence[Gap]) -> Partners:
    """Return the sentences that say the same in two places, the first with the first."""
    waiting: dict[str, list[Sentence]] = defaultdict(list)
    for gap in reversed(gaps):
        for sentence in reversed(gap.after.sentences):
            waiting[sentence.words].append(sentence)
    return [
        (sentence, waiting[sentence.words].pop())
        for gap in gaps
        for sentence in gap.before.sentences
        if waiting.get(sentence.words)
    ]


def _reworded(left: Sequence[Sentence], right: Sequence[Sentence], alike: float) -> Partners:
    if max(len(left), len(right)) > MAX_REWORDED:
        return []
    pairs = rewordings([sentence.words for sentence in left], [sentence.words for sentence in right], alike)
    return [(left[place], right[other]) for place, other in pairs]


def _starts(pairs: Partners) -> tuple[set[int], set[int]]:
    return {old.start for old, _ in pairs}, {new.start for _, new in pairs}


def _without(sentences: Sequence[Sentence], starts: set[int]) -> list[Sentence]:
    return [sentence for sentence in sentences if sentence.start not in starts]
