"""What a request uses: calls of models, tokens, money."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final, Literal, NamedTuple, TypeAlias

from promptops.bounds.intervals import NOTHING, ONCE, Interval, greater, lesser, total_of

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
        if times == ONCE:
            return self
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
    if not parts:
        return UNUSED
    times, usages = [each for each, _ in parts], [each for _, each in parts]
    if len(usages) == 1:
        return usages[0].repeated(times[0])
    return Usage(*[total_of(zip(times, column, strict=True)) for column in zip(*usages, strict=True)])


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
    """What single attempts are like, of all the calls that something may make, each with so many `attempts` at most.

    `input`, `output` and `cost` are the greatest of one attempt, `least_cost` the least of one that is answered. The
    prices are the least pico-USD of one token, rounded down, None where there are no such tokens.
    """

    attempts: int
    input: int | None
    output: int | None
    least_cost: int
    cost: int | None
    input_price: int | None
    output_price: int | None


def joined(singles: Iterable[Single | None]) -> Single | None:
    """Return what attempts of all are like, None where there are none."""
    found = {single for single in singles if single is not None}
    if len(found) <= 1:
        return next(iter(found), None)
    attempts, tokens, answers, least, cost, *prices = zip(*found, strict=True)
    return Single(max(attempts), greater(tokens), greater(answers), min(least), greater(cost), *map(_least, prices))


def _least(prices: Iterable[int | None]) -> int | None:
    return min((price for price in prices if price is not None), default=None)


def spent_at(limit: int, single: Single) -> Usage:
    """Return the most that is used until the spending of calls, one after another, reaches a limit in pico-USD.

    An attempt is paid for only if less than the limit is spent before it, so that the last one may overshoot. Of each
    call one attempt is paid for at least. Where that may cost nothing, the number of calls has no end; that of tokens
    has one all the same where each has its price.
    """
    most: int | None
    if limit == 0:
        most = 0
    elif single.least_cost > 0:
        most = -(-limit // single.least_cost)
    else:
        most = None
    number = Interval(0, most)
    return Usage(
        number.times(Interval(0, single.attempts)),
        _paid(number, single.input, limit // single.input_price if single.input_price else None),
        _paid(number, single.output, limit // single.output_price if single.output_price else None),
        _paid(number, single.cost, limit),
    )


def _paid(number: Interval, one: int | None, before: int | None) -> Interval:
    """Return what so many paid attempts use, each no more than `one`, all but the last no more than `before`."""
    overshot = None if one is None or before is None else before + one
    return Interval(0, lesser(number.times(Interval(0, one)).greatest, overshot))
