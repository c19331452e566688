"""Sets of code points."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeAlias

LAST = 0x10FFFF
"""The last code point."""

Points: TypeAlias = tuple[tuple[int, int], ...]
"""Code points, as sorted ranges apart from each other, both ends included."""


def union(ranges: Iterable[tuple[int, int]]) -> Points:
    """Return the code points of ranges in any order."""
    found: list[tuple[int, int]] = []
    for low, high in sorted(ranges):
        if found and low <= found[-1][1] + 1:
            found[-1] = found[-1][0], max(high, found[-1][1])
        else:
            found.append((low, high))
    return tuple(found)


def complement(points: Points) -> Points:
    """Return all other code points."""
    found, start = [], 0
    for low, high in points:
        if start < low:
            found.append((start, low - 1))
        start = high + 1
    return tuple(found) if start > LAST else (*found, (start, LAST))


EVERY: Points = ((0, LAST),)
NOT_NEWLINE = complement(((10, 10),))
DIGITS: Points = ((48, 57),)
WORD: Points = ((48, 57), (65, 90), (95, 95), (97, 122))
SPACE: Points = ((9, 10), (12, 13), (32, 32))
