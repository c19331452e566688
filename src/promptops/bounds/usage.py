"""What a request uses: calls of models, tokens, money."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Final, Literal, NamedTuple, TypeAlias

from promptops.bounds.intervals import NOTHING, Amount, Interval, greater, lesser

Measure: TypeAlias = Literal["calls", "input", "output", "cost"]
MEASURES: Final[tuple[Measure, ...]] = ("calls", "input", "output", "cost")


class Usage(NamedTuple):
    """Calls of models, tokens that go in, tokens that come out, micro-USD (exact, as a fraction where it is one)."""

    calls: Interval
    input: Interval
    output: Interval
    cost: Interval

    def plus(self, other: Usage) -> Usage:
        """Return what both use together."""
        return Usage(
            self.calls.plus(other.calls),
            self.input.plus(other.input),
            self.output.plus(other.output),
            self.cost.plus(other.cost),
        )

    def repeated(self, times: Interval) -> Usage:
        """Return what it uses when it happens so many times."""
        return Usage(times.times(self.calls), times.times(self.input), times.times(self.output), times.times(self.cost))

    def within(self, other: Usage) -> Usage:
        """Return it with no more of anything than the other one uses at most."""
        return Usage(*(mine.within(theirs.greatest) for mine, theirs in zip(self, other, strict=True)))

    @property
    def ends(self) -> tuple[Amount | None, ...]:
        """Return the greatest of each measure."""
        return (self.calls.greatest, self.input.greatest, self.output.greatest, self.cost.greatest)


UNUSED: Final = Usage(NOTHING, NOTHING, NOTHING, NOTHING)


def worst_of(usages: Sequence[Usage]) -> Usage:
    """Return what one of some uses that nobody knows: the least of all, the greatest of all, by measure."""
    if not usages:
        return UNUSED
    return Usage(*(_hull(column) for column in zip(*usages, strict=True)))


def _hull(column: Sequence[Interval]) -> Interval:
    return Interval(min(each.least for each in column), greater([each.greatest for each in column]))


class Single(NamedTuple):
    """What single calls are like, of all that something may make: the least and the greatest of each measure.

    Each call has all its attempts at most; at least it is answered at once.
    """

    attempts: int
    input: Amount | None
    output: Amount | None
    least_cost: Amount
    cost: Amount | None


def joined(one: Single | None, other: Single | None) -> Single | None:
    """Return what calls of both are like, None where neither makes any."""
    if one is None or other is None:
        return other if one is None else one
    return Single(
        max(one.attempts, other.attempts),
        greater((one.input, other.input)),
        greater((one.output, other.output)),
        min(one.least_cost, other.least_cost),
        greater((one.cost, other.cost)),
    )


def spent_at(limit: int, single: Single) -> Usage:
    """Return the most that is used until the spending of calls, one after another, reaches a limit in micro-USD.

    A call is made as long as less than the limit is spent, so that the last one may overshoot. Where a call may cost
    nothing, their number has no end.
    """
    most: int | None
    if limit == 0:
        most = 0
    elif single.least_cost > 0:
        most = -(-limit // Fraction(single.least_cost))
    else:
        most = None
    number = Interval(0, most)
    cost = None if single.cost is None else (0 if limit == 0 else limit + single.cost)
    return Usage(
        number.times(Interval(0, single.attempts)),
        number.times(Interval(0, single.input)),
        number.times(Interval(0, single.output)),
        Interval(0, lesser(cost, number.times(Interval(0, single.cost)).greatest)),
    )
