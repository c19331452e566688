"""The words of a sentence, and how alike two sentences are."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from promptops.changes.wording.vocabulary import FUNCTION_WORDS

_WORD = re.compile(
    r"\{\{[^{}]{0,200}\}\}|[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]|[^\W\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]+(?:['\u2019]\w+)?"
)
FUNCTION_WEIGHT = 0.25
"""What a word that any sentence may have counts for, next to one for any other."""

MAX_WORDS = 400
"""Words of a sentence that are compared."""

MAX_KEPT = 1_000
"""Profiles that are kept: many texts include the same sentences."""

SHORT = 4
"""Of so few words, one that is misspelt is much: their letters are compared."""


def words_of(text: str) -> list[str]:
    """Return the words of a text, in lower case and in order; a template tag is one, as is each Chinese character."""
    words: list[str] = _WORD.findall(text.casefold().replace("\u2019", "'"))
    return words


class Profile(NamedTuple):
    """The words of a sentence, each with its weight in a comparison; of a short one the pairs of letters as well."""

    words: Mapping[str, float]
    total: float
    letters: Mapping[str, float]


@lru_cache(maxsize=MAX_KEPT)
def profile(text: str) -> Profile:
    """Return the profile of a sentence, of its first `MAX_WORDS` words."""
    words = words_of(text)[:MAX_WORDS]
    weights = {word: n * (FUNCTION_WEIGHT if word in FUNCTION_WORDS else 1) for word, n in Counter(words).items()}
    is_short = len(words) <= SHORT
    pairs = Counter(one + two for word in words for one, two in pairwise(f" {word} ")) if is_short else {}
    return Profile(weights, sum(weights.values()), pairs)


def likeness(left: Profile, right: Profile) -> float:
    """Return how alike two sentences are, by the words of each: 1 for the same in any order, 0 for none in common.

    Of two short ones the letters count, where they are more alike than the words.
    """
    alike = _overlap(left.words, right.words, left.total + right.total)
    if alike < 1 and left.letters and right.letters:
        total = sum(left.letters.values()) + sum(right.letters.values())
        return max(alike, _overlap(left.letters, right.letters, total))
    return alike


def _overlap(left: Mapping[str, float], right: Mapping[str, float], total: float) -> float:
    common = sum([min(weight, right[item]) for item, weight in left.items() if item in right])
    return 2 * common / total if total else 0.0
