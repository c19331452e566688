"""The part of two texts outside which they are the same, letter by letter."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from promptops.changes.wording.fences import fenced_ranges

Ranges = Sequence[tuple[int, int]]


class Region(NamedTuple):
    """A stretch of a text between blank lines or its edges, and the fenced blocks in it: code point offsets."""

    text: str
    start: int
    end: int
    fences: Ranges


def differing_regions(before: str, after: str) -> tuple[Region, Region]:
    """Return the regions of two texts outside which they are equal; no fenced block is cut."""
    fences, other_fences = fenced_ranges(before), fenced_ranges(after)
    most = min(len(before), len(after))
    start = before.rfind("\n\n", 0, _common_prefix(before, after, most)) + 2
    if start == 1 or _before(fences, start) is None or _before(fences, start) != _before(other_fences, start):
        start = 0
    left = _common_suffix(before, after, most - start)
    at = before.find("\n\n", len(before) - left)
    left = len(before) - at if at >= 0 else 0
    end, other_end = len(before) - left, len(after) - left
    if _behind(fences, end) is None or _behind(fences, end) != _behind(other_fences, other_end):
        end, other_end = len(before), len(after)
    return _region(before, start, end, fences), _region(after, start, other_end, other_fences)


def _region(text: str, start: int, end: int, fences: Ranges) -> Region:
    return Region(text, start, end, [fence for fence in fences if start <= fence[0] < end])


def _common_prefix(before: str, after: str, most: int) -> int:
    """Return how many characters two texts begin with in common, found by halving: slices compare fast."""
    least = 0
    while least < most:
        middle = (least + most + 1) // 2
        if before[least:middle] == after[least:middle]:
            least = middle
        else:
            most = middle - 1
    return least


def _common_suffix(before: str, after: str, most: int) -> int:
    least = 0
    while least < most:
        middle = (least + most + 1) // 2
        if before[len(before) - middle : len(before) - least] == after[len(after) - middle : len(after) - least]:
            least = middle
        else:
            most = middle - 1
    return least


def _before(fences: Ranges, at: int) -> Ranges | None:
    """Return the fenced blocks ahead of an offset; None where it lies in one."""
    ahead = [fence for fence in fences if fence[0] < at]
    return None if ahead and ahead[-1][1] > at else ahead


def _behind(fences: Ranges, at: int) -> Ranges | None:
    """Return the fenced blocks behind an offset, counted from it; None where it lies in one."""
    if _before(fences, at) is None:
        return None
    return [(start - at, end - at) for start, end in fences if start >= at]
