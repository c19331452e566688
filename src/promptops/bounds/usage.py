"""What a request uses: calls of models, tokens, money."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final, Literal, NamedTuple, TypeAlias

from promptops.bounds.intervals import NOTHING, Interval, greater, lesser, total_of

Measure: TypeAlias = Literal["calls", "input", "output", "cost"]
PICOS: Final = 1_000_000
"""Pico-USD in a micro-USD. Prices are for a million tokens as a rule: what they cost is whole then."""
MEASURES: Final[tuple[Measure, ...]] = ("calls", "input", "output", "cost")


class Usage(NamedTuple):
    """Calls of models, tokens that go in, tokens that come out, and money in pico-USD."""

    calls: Interval
    input: Interval
    output: Interval
    cost: Interval

    def repeated(self, times: Interval) -> Usage:
        """Return what it uses when it happens so many times."""
        return Usage(times.times(self.calls), times.times(self.input), times.times(self.output), times.times(self.cost))

    def within(self, other: Usage) -> Usage:
        """Return it with no more of anything than the other one uses at most."""
        return Usage(*(mine.within(theirs.greatest) for mine, theirs in zip(self, other, strict=True)))

    @property
    def ends(self) -> tuple[int | None, ...]:
        """Return the greatest of each measure."""
        return (self.calls.greatest, self.input.greatest, self.output.greatest, self.cost.greatest)


UNUSED: Final = Usage(NOTHING, NOTHING, NOTHING, NOTHING)


def sum_of(parts: Sequence[tuple[Interval, Usage]]) -> Usage:
    """Return what some requests use together, each made so many times."""
    return Usage(*(total_of([(times, usage[column]) for times, usage in parts]) for column in range(len(MEASURES))))


def worst_of(usages: Sequence[Usage]) -> Usage:
    """Return what one of some uses that nobody knows: the least of all, the greatest of all, by measure."""
    if len(usages) == 1:
        return usages[0]
    return Usage(*(_hull(column) for column in zip(*usages, strict=True))) if usages else UNUSED


def _hull(column: Sequence[Interval]) -> Interval:
    return Interval(min(each.least for each in column), greater([each.greatest for each in column]))


def in_micro_usd(picos: Interval) -> Interval:
    """Return pico-USD in micro-USD: the least rounded down, the greatest up."""
    return Interval(picos.least // PICOS, None if picos.greatest is None else -(-picos.greatest // PICOS))


class Single(NamedTuple):
    """What single calls are like, of all that something may make: the least and the greatest of each measure.

    Each call has all its attempts at most; at least it is answered at once.
    """

    attempts: int
    input: int | None
    output: int | None
    least_cost: int
    cost: int | None


def joined(singles: Iterable[Single | None]) -> Single | None:
    """Return what calls of all are like, None where there are none."""
    found = {single for single in singles if single is not None}
    if len(found) <= 1:
        return next(iter(found), None)
    attempts, tokens, answers, least, cost = zip(*found, strict=True)
    return Single(max(attempts), greater(tokens), greater(answers), min(least), greater(cost))


def spent_at(limit: int, single: Single) -> Usage:
    """Return the most that is used until the spending of calls, one after another, reaches a limit in pico-USD.

    A call is made as long as less than the limit is spent, so that the last one may overshoot. Where a call may cost
    nothing, their number has no end.
    """
    most: int | None
    if limit == 0:
        most = 0
    elif single.least_cost > 0:
        most = -(-limit // single.least_cost)
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
