"""Numbers between bounds, multiples of some numbers and not of others."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction
from itertools import chain, count
from math import ceil, floor, lcm

from promptops.changes.schemas.evaluation import exactly
from promptops.changes.schemas.nodes import Bound, Enum, Literal, Multiple
from promptops.changes.schemas.outcomes import NOTHING, Found, Outcome, Unknown
from promptops.changes.schemas.values import NUMBER, class_of

MAX_TRIES = 500
"""Most numbers that are tried."""
_HALF = Fraction(1, 2)


class Interval:
    """What literals leave of the numbers."""

    def __init__(self, literals: Iterable[Literal]) -> None:
        self.low: tuple[Fraction, bool] | None = None
        self.high: tuple[Fraction, bool] | None = None
        self.step: Fraction | None = None
        self._not_steps: list[Fraction] = []
        self._excluded: set[Fraction] = set()
        for node, positive in literals:
            if isinstance(node, Bound):
                self._bound(node, positive=positive)
            elif isinstance(node, Multiple):
                self._multiple(exactly(node.factor), positive=positive)
            elif isinstance(node, Enum) and not positive:
                self._excluded.update(exactly(value) for value in node.values if class_of(value) & NUMBER)

    def integer(self) -> Outcome:
        """Return an integer among the numbers."""
        self._multiple(Fraction(1), positive=True)
        return self._tried(self._multiples(self.step or Fraction(1)))

    def fraction(self) -> Outcome:
        """Return a number with a fraction among the numbers."""
        if self.step is None:
            return self._tried(filter(_is_fraction, self._points()))
        if self.step.denominator == 1:
            return NOTHING
        return self._tried(filter(_is_fraction, self._multiples(self.step)))

    def _bound(self, node: Bound, *, positive: bool) -> None:
        limit = exactly(node.limit), node.strict is positive
        if node.least is positive:
            self.low = limit if self.low is None else max(self.low, limit)
        else:
            self.high = limit if self.high is None else min(self.high, limit, key=lambda high: (high[0], not high[1]))

    def _multiple(self, factor: Fraction, *, positive: bool) -> None:
        if not positive:
            self._not_steps.append(factor)
        elif self.step is None:
            self.step = factor
        else:
            below = lcm(self.step.denominator, factor.denominator)
            self.step = Fraction(lcm(int(self.step * below), int(factor * below)), below)

    def _tried(self, numbers: Iterator[Fraction]) -> Outcome:
        """Return the first number that is allowed; when there are no more, there is none."""
        if self.step is not None and any((self.step / factor).denominator == 1 for factor in self._not_steps):
            return NOTHING
        for tries, number in enumerate(numbers):
            if tries == MAX_TRIES:
                return Unknown("too many numbers are left out")
            if number not in self._excluded and all((number / factor).denominator > 1 for factor in self._not_steps):
                return Found(int(number) if number.denominator == 1 else float(number))
        return NOTHING

    def _multiples(self, step: Fraction) -> Iterator[Fraction]:
        """Yield the multiples of a number, those near zero first."""
        first = None if self.low is None else ceil(self.low[0] / step)
        last = None if self.high is None else floor(self.high[0] / step)
        if self.low is not None and first is not None and self.low == (first * step, True):
            first += 1
        if self.high is not None and last is not None and self.high == (last * step, True):
            last -= 1
        if first is not None and last is not None and first > last:
            return
        start = first if first is not None and first > 0 else last if last is not None and last < 0 else 0
        for distance in count():
            ahead, behind = start + distance, start - distance
            is_ahead, is_behind = last is None or ahead <= last, first is None or behind >= first
            if not is_ahead and not is_behind:
                return
            if is_ahead:
                yield ahead * step
            if is_behind and distance:
                yield behind * step

    def _points(self) -> Iterator[Fraction]:
        """Yield numbers between the limits, in no particular distance; without end unless there is at most one."""
        low, high = self.low, self.high
        if low is None or high is None:
            base = Fraction(0) if low is None and high is None else Fraction(floor((low or high or (0,))[0]))
            sign = -1 if low is None and high is not None else 1
            yield from (base + sign * (number + _HALF) for number in count(1 if sign < 0 or low else 0))
        elif low[0] == high[0]:
            yield from () if low[1] or high[1] else (low[0],)
        elif low[0] < high[0]:
            middle = Fraction(floor((low[0] + high[0]) / 2)) + _HALF
            width = high[0] - low[0]
            plain = (middle,) if low[0] < middle < high[0] else ()
            yield from chain(plain, (low[0] + width / number for number in count(2)))


def _is_fraction(number: Fraction) -> bool:
    return number.denominator > 1
