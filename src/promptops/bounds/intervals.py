"""Exact arithmetic on intervals of amounts that are never negative, some of them without an end."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from typing import Final, NamedTuple, TypeAlias

Amount: TypeAlias = int | Fraction


class Interval(NamedTuple):
    """From `least` to `greatest`, both included; None stands for no end."""

    least: Amount
    greatest: Amount | None

    def plus(self, other: Interval) -> Interval:
        """Return what both come to together."""
        return Interval(self.least + other.least, _sum(self.greatest, other.greatest))

    def times(self, other: Interval) -> Interval:
        """Return what so many times the other one come to; nothing of what has no end is nothing."""
        return Interval(self.least * other.least, _product(self.greatest, other.greatest))

    def within(self, limit: Amount | None) -> Interval:
        """Return the part that is no greater than a limit, None where there is none."""
        greatest = lesser(self.greatest, limit)
        return Interval(self.least if greatest is None else min(self.least, greatest), greatest)


NOTHING: Final = Interval(0, 0)
ONCE: Final = Interval(1, 1)


def exactly(amount: Amount) -> Interval:
    """Return the interval of one amount."""
    return Interval(amount, amount)


def up_to(greatest: Amount | None) -> Interval:
    """Return the interval from nothing to an amount, None for no end."""
    return Interval(0, greatest)


def lesser(one: Amount | None, other: Amount | None) -> Amount | None:
    """Return the lesser of two ends."""
    if one is None or other is None:
        return other if one is None else one
    return min(one, other)


def greater(ends: Iterable[Amount | None]) -> Amount | None:
    """Return the greatest of some ends, 0 for none of them."""
    most: Amount = 0
    for end in ends:
        if end is None:
            return None
        most = max(most, end)
    return most


def _sum(one: Amount | None, other: Amount | None) -> Amount | None:
    return None if one is None or other is None else one + other


def _product(one: Amount | None, other: Amount | None) -> Amount | None:
    if one == 0 or other == 0:
        return 0
    return None if one is None or other is None else one * other
