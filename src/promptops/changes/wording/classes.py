"""What a change of a sentence is about, for triage: a help to a reader, never a reason to judge it graver."""

from __future__ import annotations

import re
from collections import Counter
from typing import Literal

from promptops.changes.wording.sentences import Sentence
from promptops.changes.wording.vocabulary import FORMAT, MODALITY, POLARITY, QUANTITY
from promptops.changes.wording.words import words_of
from promptops.spelling import MAX_LENGTH, MIN_CERTAIN, edit_distance

Class = Literal["modality", "polarity", "quantity", "format", "structure", "typo"]

_VOCABULARY: tuple[tuple[Class, frozenset[str]], ...] = (
    ("modality", MODALITY),
    ("polarity", POLARITY),
    ("quantity", QUANTITY),
    ("format", FORMAT),
)
_DIGIT = re.compile(r"\d")
_WORD = re.compile(r"\{\{[^{}]{0,200}\}\}|[^\s.,;:!?\u2026]+")
_MARKUP = re.compile(r"[*_`~]+")
_LONG_WORD = 8
"""Letters from which two wrong ones still are a slip."""


def classes_of(before: Sentence | None, after: Sentence | None) -> tuple[Class, ...]:
    """Return the classes of what differs between two sentences, or of one that is on one side only."""
    differing = _differing(before, after)
    found: list[Class] = [name for name, words in _VOCABULARY if not words.isdisjoint(differing)]
    if "quantity" not in found and any(map(_DIGIT.search, differing)):
        found.append("quantity")
    if _is_structure(before, after):
        found.append("structure")
    if found or before is None or after is None:
        return tuple(found)
    if not differing and _MARKUP.sub("", before.words) == _MARKUP.sub("", after.words):
        return ("format",)
    is_prose = not (before.is_verbatim or after.is_verbatim)
    return ("typo",) if is_prose and _is_slip(before, after) else ()


def _differing(before: Sentence | None, after: Sentence | None) -> set[str]:
    """Return the words that one side has more often than the other."""
    left, right = (words_of(side.words) if side else [] for side in (before, after))
    if not left or not right:
        return {*left, *right}
    counts = Counter(left)
    counts.subtract(right)
    return {word for word, n in counts.items() if n}


def _is_structure(before: Sentence | None, after: Sentence | None) -> bool:
    if before is None or after is None:
        return any(side is not None and side.kind == "heading" for side in (before, after))
    return before.kind != after.kind or before.mark != after.mark or before.kind == "heading"


def _is_slip(before: Sentence, after: Sentence) -> bool:
    """Say whether one word was misspelt, or nothing but the letter case of words and the punctuation differs."""
    left, right = _WORD.findall(before.words), _WORD.findall(after.words)
    if len(left) != len(right):
        return False
    differing = [(wrong, right_word) for wrong, right_word in zip(left, right, strict=True) if wrong != right_word]
    slips = [pair for pair in differing if pair[0].casefold() != pair[1].casefold()]
    return len(slips) <= 1 and all(_is_near(*pair) for pair in differing)


def _is_near(wrong: str, right: str) -> bool:
    shorter, longer = sorted((len(wrong), len(right)))
    if not (wrong + right).isalpha() or shorter < MIN_CERTAIN or longer > MAX_LENGTH:
        return False
    allowed = 2 if shorter >= _LONG_WORD else 1
    return edit_distance(wrong.casefold(), right.casefold(), allowed) <= allowed
