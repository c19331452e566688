"""How much two texts have in common, cheaply."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import NamedTuple

_WORD = re.compile(r"\w+")


def words_of(text: str) -> list[str]:
    """Return the words of a text in order."""
    return _WORD.findall(text)


def likeness(left: Sequence[str], right: Sequence[str]) -> float:
    """Return the share of words in common, from 0 to 1: how many of the longer text's words the other has, too.

    Words count as often as they occur; their order does not matter.
    """
    return bag_of(left).likeness(bag_of(right))


class Bag(NamedTuple):
    """The words of a text with how often each occurs, and how many they are."""

    counts: Mapping[str, int]
    number: int

    def likeness(self, other: Bag, least: float = 0.0) -> float:
        """Return the share of words in common; 0 where it cannot be more than the `least` that is of interest."""
        fewer, more = sorted((self.number, other.number))
        if not fewer or fewer < least * more:
            return 0.0
        others = other.counts
        return sum(min(count, others[word]) for word, count in self.counts.items() if word in others) / more


def bag_of(words: Sequence[str]) -> Bag:
    """Return words without their order."""
    return Bag(Counter(words), len(words))
