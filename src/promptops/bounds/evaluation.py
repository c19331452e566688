"""From steps to usage: components of the graph of requests one by one, what they lead to first."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Final, NamedTuple, TypeAlias

from promptops.bounds.gaps import Gap
from promptops.bounds.intervals import Interval
from promptops.bounds.step import Step
from promptops.bounds.usage import MEASURES, PICOS, UNUSED, Single, Usage, joined, spent_at, sum_of, worst_of
from promptops.resources.entries import Entry, Identity

BEYOND_COUNTING: Final = 10**1000
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
    parts = [(calls.times, calls.call.usage) for calls in step.calls]
    singles = [calls.call.single for calls in step.calls]
    for term in step.terms:
        outcomes = [outcome_of(target.entry) for target in term.targets]
        parts.append((term.times, worst_of([outcome.usage for outcome in outcomes])))
        singles.extend([outcome.single for outcome in outcomes])
    usage, single = sum_of(parts), joined(singles)
    if step.at_least_one:
        usage = _with_least_of(usage, [part for _, part in parts])
    return _countable(step, Outcome(ended(step, usage, single), single))


def ended(step: Step, usage: Usage, single: Single | None) -> Usage:
    """Return what a request uses until its spending limit ends it, where it has one."""
    if step.spending is None or single is None:
        return usage
    return usage.within(spent_at(step.spending.value * PICOS, single))


def single_of(steps: Sequence[Step], outcomes: Mapping[Identity, Outcome]) -> Single | None:
    """Return what single calls are like that some steps make, or that what they lead to makes as far as it is known."""
    below = (outcomes.get(target.identity, IDLE).single for step in steps for target in step.targets)
    return joined([*(calls.call.single for step in steps for calls in step.calls), *below])


def _with_least_of(usage: Usage, parts: Sequence[Usage]) -> Usage:
    least = worst_of(parts)
    return Usage(*(Interval(low.least, whole.greatest) for low, whole in zip(least, usage, strict=True)))


def _countable(step: Step, outcome: Outcome) -> Outcome:
    """Return an outcome without an end of what is beyond counting."""
    usage, gaps = list(outcome.usage), []
    for column, (measure, each) in enumerate(zip(MEASURES, outcome.usage, strict=True)):
        if each.greatest is not None and each.greatest > BEYOND_COUNTING:
            usage[column] = Interval(min(each.least, BEYOND_COUNTING), None)
            words = f"`{step.entry.reference}` may come to more than can be counted"
            gaps.append(Gap(measure, words, step.entry.key("name")))
    return outcome._replace(usage=Usage(*usage), gaps=tuple(gaps)) if gaps else outcome
