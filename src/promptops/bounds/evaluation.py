"""From steps to usage: components of the graph of requests one by one, what they lead to first."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Final, NamedTuple, TypeAlias

from promptops.bounds.gaps import Gap
from promptops.bounds.intervals import Interval
from promptops.bounds.step import Step
from promptops.bounds.usage import UNUSED, Single, Usage, joined, spent_at, worst_of
from promptops.resources.entries import Entry, Identity

BEYOND_COUNTING: Final = 10**100
"""What is more than this counts as without an end."""


class Outcome(NamedTuple):
    """What one request uses, what single calls below it are like, and what keeps it from having an end, if not a step.

    `single` is None where no model is called.
    """

    usage: Usage
    single: Single | None = None
    gaps: tuple[Gap, ...] = ()


IDLE: Final = Outcome(UNUSED)
OutcomeOf: TypeAlias = Callable[[Entry], Outcome]
"""Returns the outcome of a request to a resource that a step leads to."""


def evaluated(step: Step, outcome_of: OutcomeOf) -> Outcome:
    """Return the outcome of a step, by those of the requests that it leads to."""
    usage, single, parts = UNUSED, None, []
    for calls in step.calls:
        parts.append(calls.call.usage.repeated(calls.times))
        single = joined(calls.call.single, single)
    for term in step.terms:
        outcomes = [outcome_of(target.entry) for target in term.targets]
        parts.append(worst_of([outcome.usage for outcome in outcomes]).repeated(term.times))
        for outcome in outcomes:
            single = joined(outcome.single, single)
    for part in parts:
        usage = usage.plus(part)
    if step.at_least_one:
        usage = _with_least_of(usage, [outcome_of(target).usage for target in step.targets])
    return Outcome(_countable(ended(step, usage, single)), single)


def ended(step: Step, usage: Usage, single: Single | None) -> Usage:
    """Return what a request uses until its spending limit ends it, where it has one."""
    if step.spending is None or single is None:
        return usage
    return usage.within(spent_at(step.spending.value, single))


def single_of(steps: Sequence[Step], outcomes: Mapping[Identity, Outcome]) -> Single | None:
    """Return what single calls are like that some steps make, or that what they lead to makes as far as it is known."""
    single: Single | None = None
    for step in steps:
        for calls in step.calls:
            single = joined(calls.call.single, single)
        for target in step.targets:
            single = joined(outcomes.get(target.identity, IDLE).single, single)
    return single


def _with_least_of(usage: Usage, parts: Sequence[Usage]) -> Usage:
    least = worst_of(parts)
    return Usage(*(Interval(low.least, whole.greatest) for low, whole in zip(least, usage, strict=True)))


def _countable(usage: Usage) -> Usage:
    if all(end is not None and end <= BEYOND_COUNTING for end in usage.ends):
        return usage
    return Usage(
        *(
            Interval(min(each.least, BEYOND_COUNTING), None)
            if each.greatest is None or each.greatest > BEYOND_COUNTING
            else each
            for each in usage
        )
    )
