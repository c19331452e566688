"""Which of the sentences removed at a place are, reworded, among those added there."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from promptops.changes.wording.alignment import Pair
from promptops.changes.wording.words import Profile, likeness, profile

ALIKE = 0.5
"""From this likeness on, two sentences are one that was reworded."""

ALIKE_ALONE = 0.34
"""The same, where a single sentence stands in the place of a single one."""

ALIKE_AFAR = 0.75
"""The same, where they stand in different places."""

MAX_PAIRS = 400
"""Pairs up to which each is compared; of more, only those that share a rare word."""

MAX_SHARING = 4
"""Added sentences that may share a word that is still rare."""


def rewordings(before: Sequence[str], after: Sequence[str], alike: float) -> list[Pair]:
    """Return the pairs of indices of sentences that are most alike and so much at least, each in one pair at most."""
    left = [profile(text) for text in before]
    right = [profile(text) for text in after]
    candidates = _every_pair(left, right) if len(left) * len(right) <= MAX_PAIRS else _sharing(left, right)
    scored = [(likeness(left[place], right[other]), place, other) for place, other in candidates]
    # Neighbours first among pairs that are equally alike, and in a way that does not depend on which side is which.
    scored.sort(key=lambda item: (-item[0], abs(item[1] - item[2]), item[1] + item[2]))
    taken: set[int] = set()
    others: set[int] = set()
    pairs = []
    for score, place, other in scored:
        if score >= alike and place not in taken and other not in others:
            taken.add(place)
            others.add(other)
            pairs.append((place, other))
    return pairs


def _every_pair(left: Sequence[object], right: Sequence[object]) -> Iterator[Pair]:
    return ((place, other) for place in range(len(left)) for other in range(len(right)))


def _sharing(left: Sequence[Profile], right: Sequence[Profile]) -> set[Pair]:
    """Return the pairs that share a word which few sentences have."""
    places: dict[str, list[int]] = defaultdict(list)
    others: dict[str, list[int]] = defaultdict(list)
    for index, side in ((places, left), (others, right)):
        for place, (words, _, _) in enumerate(side):
            for word in words:
                index[word].append(place)
    return {
        (place, other)
        for word, having in places.items()
        if len(having) <= MAX_SHARING and 0 < len(others.get(word, ())) <= MAX_SHARING
        for place in having
        for other in others[word]
    }
