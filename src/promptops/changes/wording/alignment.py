"""Which items of two sequences are the same ones: patience diff, linear but for the logarithm of a sort."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Hashable, Sequence
from itertools import pairwise

MAX_ROUNDS = 8
"""Times that the stretches between anchors are searched for anchors of their own."""

Pair = tuple[int, int]


class _Stretch:
    """A stretch of each of two sequences, still to be aligned: half-open indices."""

    def __init__(self, before: Sequence[Hashable], after: Sequence[Hashable], edges: tuple[int, int, int, int]) -> None:
        self.before = before
        self.after = after
        self.first, self.end, self.other_first, self.other_end = edges

    def trimmed(self) -> list[Pair]:
        """Take what both begin and end with off the stretch, and return it as pairs."""
        pairs: list[Pair] = []
        while (
            self.first < self.end
            and self.other_first < self.other_end
            and self.before[self.first] == self.after[self.other_first]
        ):
            pairs.append((self.first, self.other_first))
            self.first += 1
            self.other_first += 1
        while (
            self.first < self.end
            and self.other_first < self.other_end
            and self.before[self.end - 1] == self.after[self.other_end - 1]
        ):
            self.end -= 1
            self.other_end -= 1
            pairs.append((self.end, self.other_end))
        return pairs

    def anchors(self) -> list[Pair]:
        """Return pairs, in order on both sides, of items that each side has once."""
        places = _unique(self.before, self.first, self.end)
        others = _unique(self.after, self.other_first, self.other_end)
        return _rising([(place, others[item]) for item, place in places.items() if item in others])

    def occurrences(self) -> list[Pair]:
        """Return pairs, in order on both sides, of equal items taken in the order in which they occur."""
        waiting: dict[Hashable, list[int]] = defaultdict(list)
        for place in range(self.other_end - 1, self.other_first - 1, -1):
            waiting[self.after[place]].append(place)
        pairs = [
            (place, places.pop())
            for place in range(self.first, self.end)
            if (places := waiting.get(self.before[place]))
        ]
        return _rising(pairs)

    def between(self, pairs: list[Pair]) -> list[_Stretch]:
        """Return the stretches between pairs, those empty on one side left out."""
        edges = [(self.first - 1, self.other_first - 1), *pairs, (self.end, self.other_end)]
        return [
            _Stretch(self.before, self.after, (place + 1, following, other + 1, other_following))
            for (place, other), (following, other_following) in pairwise(edges)
            if place + 1 < following and other + 1 < other_following
        ]


def aligned(before: Sequence[Hashable], after: Sequence[Hashable]) -> list[Pair]:
    """Return the pairs of indices of equal items, rising on both sides.

    Items that stand once on each side are the anchors; between them the search begins anew. Where no item is unique,
    equal ones are paired in the order in which they occur.
    """
    pairs: list[Pair] = []
    todo = [_Stretch(before, after, (0, len(before), 0, len(after)))]
    for turn in range(MAX_ROUNDS):
        found: list[_Stretch] = []
        for stretch in todo:
            pairs.extend(stretch.trimmed())
            anchors = stretch.anchors() if turn < MAX_ROUNDS - 1 else []
            if anchors:
                found.extend(stretch.between(anchors))
            else:
                anchors = stretch.occurrences()
            pairs.extend(anchors)
        todo = found
    return sorted(pairs)


def _unique(items: Sequence[Hashable], first: int, end: int) -> dict[Hashable, int]:
    counts = Counter(items[first:end])
    return {item: place for place, item in enumerate(items[first:end], start=first) if counts[item] == 1}


def _rising(pairs: list[Pair]) -> list[Pair]:
    """Return the longest sequence of pairs that rises in the second; they rise in the first already."""
    tails: list[int] = []
    chain: list[int] = []
    previous: list[int] = []
    for index, (_, other) in enumerate(pairs):
        at = bisect_left(tails, other)
        previous.append(chain[at - 1] if at else -1)
        tails[at : at + 1] = [other]
        chain[at : at + 1] = [index]
    rising = []
    at = chain[-1] if chain else -1
    while at >= 0:
        rising.append(pairs[at])
        at = previous[at]
    return rising[::-1]
