"""The word that was probably meant: one advice for misspelt keys, names, rules and commands alike."""

from __future__ import annotations

from collections.abc import Iterable

MAX_LENGTH = 80
"""Longer words are not compared: nobody can misspell them recognisably, and the table would grow."""

MIN_CERTAIN = 4
"""Of shorter words one edit leaves too little to be sure."""


def closest(word: str, candidates: Iterable[str]) -> str | None:
    """Return the candidate that `word` most probably stands for, or None when none is near.

    Near is one edit for every three characters: an insertion, deletion, substitution or swap of two neighbours.
    Letter case and the difference between `-` and `_` count for nothing. Ties go to the first in sorted order.
    """
    if not word or len(word) > MAX_LENGTH:
        return None
    plain = _plain(word)
    allowed = max(1, len(plain) // 3)
    best: tuple[int, str] | None = None
    for candidate in sorted(set(candidates)):
        if candidate == word or abs(len(candidate) - len(plain)) > allowed:
            continue
        distance = edit_distance(plain, _plain(candidate), allowed)
        if distance <= allowed and distance < len(plain) and (best is None or distance < best[0]):
            best = (distance, candidate)
    return None if best is None else best[1]


def certain(word: str, candidates: Iterable[str]) -> str | None:
    """Return the candidate that `word`, of four letters or more, surely stands for: the only one within one edit."""
    if not MIN_CERTAIN <= len(word) <= MAX_LENGTH:
        return None
    plain = _plain(word)
    near = [
        candidate
        for candidate in set(candidates)
        if candidate != word
        and abs(len(candidate) - len(plain)) <= 1
        and edit_distance(plain, _plain(candidate), 1) <= 1
    ]
    return near[0] if len(near) == 1 else None


def _plain(word: str) -> str:
    return word.casefold().replace("_", "-")


def edit_distance(left: str, right: str, limit: int) -> int:
    """Return the optimal string alignment distance of two words; anything above `limit` stands for "too far"."""
    before: list[int] = []
    row = list(range(len(right) + 1))
    for index, char in enumerate(left, start=1):
        previous, row = row, [index]
        for column, other in enumerate(right, start=1):
            cost = 0 if char == other else 1
            best = min(previous[column] + 1, row[column - 1] + 1, previous[column - 1] + cost)
            swapped = column > 1 and index > 1 and char == right[column - 2] and left[index - 2] == other
            row.append(min(best, before[column - 2] + 1) if swapped else best)
        if min(row) > limit:
            return limit + 1
        before = previous
    return row[-1]
