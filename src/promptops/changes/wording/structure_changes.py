"""What changed in how a prompt is built."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Literal, NamedTuple

from promptops.changes.wording.alignment import Pair, aligned
from promptops.changes.wording.outline import ItemKind, OutlineItem, may_hold_items, structure
from promptops.changes.wording.regions import differing_regions
from promptops.changes.wording.rewording import ALIKE, rewordings

StructureChangeKind = Literal["removed", "added", "renamed", "reordered", "level-changed"]

_TITLED: tuple[ItemKind, ...] = ("heading", "section")


class StructureChange(NamedTuple):
    """What happened to a heading, section or step; None on the side where it is not."""

    kind: StructureChangeKind
    before: OutlineItem | None
    after: OutlineItem | None


def compare_structure(before: str, after: str) -> tuple[StructureChange, ...]:
    """Return what changed in the outline from one text to another, in the order of the second; what it lost comes last.

    A step is reported where its place among the others changed; one that was removed, added or reworded is a change of
    a sentence.
    """
    if not any(map(may_hold_items, differing_regions(before, after))):
        return ()
    left, right = structure(before), structure(after)
    keys, other_keys = [item[:2] for item in left], [item[:2] for item in right]
    same = aligned(keys, other_keys)
    changes = [
        StructureChange("level-changed", left[place], right[other])
        for place, other in same
        if left[place].level != right[other].level
    ]
    moved = _moved(keys, other_keys, same)
    changes += [StructureChange("reordered", left[place], right[other]) for place, other in moved]
    gone, come = {place for place, _ in moved}, {other for _, other in moved}
    for (place, other), (end, other_end) in pairwise([(-1, -1), *same, (len(left), len(right))]):
        changes += _replaced(
            [left[index] for index in range(place + 1, end) if index not in gone],
            [right[index] for index in range(other + 1, other_end) if index not in come],
        )
    return tuple(sorted(changes, key=_order))


def _order(change: StructureChange) -> tuple[bool, int]:
    item = change.after or change.before
    return change.after is None, item.start if item else 0


def _moved(left: Sequence[object], right: Sequence[object], same: Sequence[Pair]) -> list[Pair]:
    """Return the pairs of equal items that are no part of an alignment, the first with the first."""
    places, others = {place for place, _ in same}, {other for _, other in same}
    waiting: dict[object, list[int]] = defaultdict(list)
    for other in range(len(right) - 1, -1, -1):
        if other not in others:
            waiting[right[other]].append(other)
    return [
        (place, waiting[item].pop()) for place, item in enumerate(left) if place not in places and waiting.get(item)
    ]


def _replaced(before: Sequence[OutlineItem], after: Sequence[OutlineItem]) -> Iterator[StructureChange]:
    """Yield what was renamed, removed and added between two items that both outlines have."""
    for kind in _TITLED:
        olds = [item for item in before if item.kind == kind]
        news = [item for item in after if item.kind == kind]
        if len(olds) == len(news) == 1 and olds[0].level == news[0].level:
            # One in the place of another is its new name, however different.
            pairs = [(0, 0)]
        else:
            pairs = rewordings([item.title for item in olds], [item.title for item in news], ALIKE)
        renamed, others = dict(pairs), {other for _, other in pairs}
        for place, old in enumerate(olds):
            if place in renamed:
                yield StructureChange("renamed", old, news[renamed[place]])
            else:
                yield StructureChange("removed", old, None)
        yield from (StructureChange("added", None, new) for other, new in enumerate(news) if other not in others)
