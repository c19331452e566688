"""Resources whose requests lead to each other: what one of them uses, round after round."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import product
from math import prod
from typing import Final, TypeAlias

from promptops.bounds.evaluation import IDLE, Outcome, ended, evaluated, single_of
from promptops.bounds.gaps import Gap
from promptops.bounds.intervals import Interval
from promptops.bounds.step import Step
from promptops.bounds.usage import PICOS, Single, Usage, spent_at
from promptops.graph.components import shortest_cycle, strongly_connected
from promptops.resources.entries import Entry, Identity

MAX_WORK: Final = 100_000
"""Requests that are looked at for the depths of one knot; with more of them its depths are not counted."""

_Depths: TypeAlias = tuple[int, ...]


class Knot:
    """Steps that lead to each other, and the outcomes of what they lead to besides.

    Three things end their rounds: the depth of a tool, which is unrolled; the spending limit of an agent, whatever it
    leads to; and that no model is called.
    """

    def __init__(self, steps: Sequence[Step], outside: Mapping[Identity, Outcome]) -> None:
        self._steps = {step.entry.identity: step for step in steps}
        self._outside = outside
        self._single = single_of(steps, outside)
        self._guards = [step for step in steps if step.depth is not None]
        self._numbers = {step.entry.identity: number for number, step in enumerate(self._guards)}
        self._limited = dict(self._limits())
        self._values: dict[tuple[_Depths, Identity], Outcome] = {}

    def outcomes(self) -> Mapping[Identity, Outcome]:
        """Return the outcome of a request from outside to each of the resources."""
        if self._single is None:
            return dict.fromkeys(self._steps, IDLE)
        order, circles = self._order()
        full = tuple(guard.depth.value + 1 for guard in self._guards if guard.depth is not None)
        if prod(depth + 1 for depth in full) * self._edges > MAX_WORK:
            words = "the declared depths are too great to count"
            return self._endless(Gap("calls", words, self._guards[0].entry.at("reentrancy", "max_depth")))
        for depths in product(*(range(depth + 1) for depth in full)):
            for step in order:
                self._values[depths, step.entry.identity] = self._in_round(step, depths, circles)
        return {identity: self._entered(identity, full) for identity in self._steps}

    @property
    def _edges(self) -> int:
        return sum(1 + sum(1 for _ in step.targets) for step in self._steps.values())

    def _limits(self) -> Iterator[tuple[Identity, Outcome]]:
        """Yield the agents whose spending limit ends every round, with what they use until then."""
        for identity, step in self._steps.items():
            if step.spending is not None and self._single is not None:
                usage = spent_at(step.spending.value * PICOS, self._single)
                if usage.calls.greatest is not None:
                    yield identity, Outcome(usage, self._single)

    def _order(self) -> tuple[list[Step], Mapping[Identity, Gap]]:
        """Return the steps, what they lead to first, but for what ends rounds; and who is in a circle all the same."""
        steps = list(self._steps.values())
        place = {step.entry.identity: number for number, step in enumerate(steps)}
        inner = place.keys() - self._limited.keys() - self._numbers.keys()
        successors = [[place[target.identity] for target in step.targets if target.identity in inner] for step in steps]
        order: list[Step] = []
        circles: dict[Identity, Gap] = {}
        for component in strongly_connected(successors):
            order.extend(steps[number] for number in component)
            cycle = shortest_cycle(successors, component)
            if cycle:
                gap = _circle([steps[number].entry for number in cycle])
                circles.update({steps[number].entry.identity: gap for number in component})
        return order, circles

    def _in_round(self, step: Step, depths: _Depths, circles: Mapping[Identity, Gap]) -> Outcome:
        gap = circles.get(step.entry.identity)
        if gap is not None:
            return self._without_end(step, gap)
        return evaluated(step, lambda target: self._entered(target.identity, depths))

    def _entered(self, identity: Identity, depths: _Depths) -> Outcome:
        """Return the outcome of a request when so many more of each guard may be opened."""
        if identity not in self._steps:
            return self._outside.get(identity, IDLE)
        number = self._numbers.get(identity)
        if number is not None:
            if depths[number] == 0:
                return IDLE
            depths = (*depths[:number], depths[number] - 1, *depths[number + 1 :])
        limited = self._limited.get(identity)
        known = self._values.get((depths, identity))
        if known is None or limited is None:
            return known or limited or IDLE
        return known._replace(usage=known.usage.within(limited.usage))

    def _endless(self, gap: Gap) -> Mapping[Identity, Outcome]:
        return {identity: self._without_end(step, gap) for identity, step in self._steps.items()}

    def _without_end(self, step: Step, gap: Gap) -> Outcome:
        single = self._single
        if single is None:
            return IDLE
        least = evaluated(step, lambda target: self._outside.get(target.identity, IDLE)).usage
        return Outcome(ended(step, _endless_from(least, single), single), single, (gap,))


def _endless_from(least: Usage, single: Single) -> Usage:
    """Return usage without an end of whatever a single call may use."""
    ends = (single.attempts, single.input, single.output, single.cost)
    return Usage(*(Interval(each.least, 0 if end == 0 else None) for each, end in zip(least, ends, strict=True)))


def _circle(entries: Sequence[Entry]) -> Gap:
    names = " → ".join(f"`{entry.reference}`" for entry in entries)
    return Gap("calls", f"{names} leads back to where it began, and nothing ends it", entries[0].key("name"))
