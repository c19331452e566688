"""Which of a prompt's variants a session gets.

A variant with a `segment` and no `weight` is for every session of that segment. All others share the sessions by
weight; one with both shares in those of its segment. Where none has a weight, they share evenly. Whose variant is
switched off chooses again among the rest; nobody else moves.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from promptops.runtime.buckets import AGAIN, bucket, edges, part, prefix_of
from promptops.runtime.conditions import Segment, segment_of
from promptops.runtime.reasons import DEFAULT, KILLED, PINNED, SPLIT, TARGETED, first_of

OWN_TEXT = -1
"""The index of no variant: the prompt's own text."""


class _Share(NamedTuple):
    number: int
    weight: float
    segment: Segment | None


class Variants:
    """The variants of one prompt, and those of them that are switched off."""

    def __init__(self, declared: Sequence[Mapping[str, Any]], salt: str, off: frozenset[str]) -> None:
        self.names = [each["name"] for each in declared]
        self._indexes = {name: index for index, name in enumerate(self.names) if name not in off}
        self._targeted = [
            (index, segment_of(each["segment"], salt))
            for index, each in enumerate(declared)
            if "segment" in each and "weight" not in each
        ]
        self._shares = _shares(declared, salt)
        self._edges = edges([share.weight for share in self._shares])
        self._segmented = any(share.segment for share in self._shares)
        self._off = frozenset(index for index, name in enumerate(self.names) if name in off)
        self._prefix, self._again = prefix_of(salt), prefix_of(f"{salt}/{AGAIN}")

    def first(self) -> int:
        """Return the first variant in service, `OWN_TEXT` without one."""
        return next(iter(self._indexes.values()), OWN_TEXT)

    def choose(self, unit: bytes, context: Mapping[str, Any], pinned: str | None) -> tuple[int, str]:
        """Return the index of a session's variant, and why it is that one."""
        reason = DEFAULT
        if pinned is not None and pinned in self.names:
            if pinned in self._indexes:
                return self._indexes[pinned], PINNED
            reason = KILLED
        for index, segment in self._targeted:
            if segment(context):
                if index not in self._off:
                    return index, first_of(TARGETED, reason)
                reason = KILLED
        shares, ends = self._shares, self._edges
        if self._segmented:
            shares = [share for share in self._shares if share.segment is None or share.segment(context)]
            ends = edges([share.weight for share in shares])
        found = part(ends, bucket(self._prefix, unit))
        if found is None:
            return OWN_TEXT, reason
        number = shares[found].number
        if number in self._off:
            return self._again_among(shares, unit), KILLED
        return number, SPLIT if reason is DEFAULT else reason

    def _again_among(self, shares: Sequence[_Share], unit: bytes) -> int:
        left = [0.0 if share.number in self._off else share.weight for share in shares]
        found = part(edges(left), bucket(self._again, unit))
        return OWN_TEXT if found is None else shares[found].number


def _shares(declared: Sequence[Mapping[str, Any]], salt: str) -> list[_Share]:
    otherwise = 0 if any("weight" in each for each in declared) else 1
    return [
        _Share(number, float(each.get("weight", otherwise)), _segment(each, salt))
        for number, each in enumerate(declared)
        if "weight" in each or "segment" not in each
    ]


def _segment(variant: Mapping[str, Any], salt: str) -> Segment | None:
    return segment_of(variant["segment"], salt) if "segment" in variant else None
