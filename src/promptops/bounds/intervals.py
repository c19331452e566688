"""Exact arithmetic on intervals of amounts that are never negative, some of them without an end."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final, NamedTuple


class Interval(NamedTuple):
    """From `least` to `greatest`, both included; None stands for no end."""

    least: int
    greatest: int | None

    def plus(self, other: Interval) -> Interval:
        """Return what both come to together."""
        return total_of([(ONCE, self), (ONCE, other)])

    def times(self, other: Interval) -> Interval:
        """Return what so many times the other one come to; nothing of what has no end is nothing."""
        return Interval(self.least * other.least, _product(self.greatest, other.greatest))

    def within(self, limit: int | None) -> Interval:
        """Return the part that is no greater than a limit, None where there is none."""
        greatest = lesser(self.greatest, limit)
        return Interval(self.least if greatest is None else min(self.least, greatest), greatest)


NOTHING: Final = Interval(0, 0)
ONCE: Final = Interval(1, 1)


def total_of(parts: Iterable[tuple[Interval, Interval]]) -> Interval:
    """Return what some amounts come to, each taken so many times; nothing of what has no end is nothing."""
    least, greatest, is_endless = 0, 0, False
    for (fewest, most), (low, high) in parts:
        least += fewest * low
        if most != 0 and high != 0:
            if most is None or high is None:
                is_endless = True
            else:
                greatest += most * high
    return Interval(least, None if is_endless else greatest)


def exactly(amount: int) -> Interval:
    """Return the interval of one amount."""
    return Interval(amount, amount)


def up_to(greatest: int | None) -> Interval:
    """Return the interval from nothing to an amount, None for no end."""
    return Interval(0, greatest)


def lesser(one: int | None, other: int | None) -> int | None:
    """Return the lesser of two ends."""
    if one is None or other is None:
        return other if one is None else one
    return min(one, other)


def greater(ends: Iterable[int | None]) -> int | None:
    """Return the greatest of some ends, 0 for none of them."""
    most: int = 0
    for end in ends:
        if end is None:
            return None
        most = max(most, end)
    return most


def _product(one: int | None, other: int | None) -> int | None:
    if one == 0 or other == 0:
        return 0
    return None if one is None or other is None else one * other
