"""Resources whose requests lead to each other: what one of them uses, round after round."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import product
from math import prod
from typing import Final, TypeAlias

from promptops.bounds.evaluation import IDLE, Outcome, ended, evaluated, single_of
from promptops.bounds.gaps import Gap
from promptops.bounds.intervals import Interval
from promptops.bounds.step import Step
from promptops.bounds.usage import PICOS, Single, Usage, spent_at
from promptops.graph.components import shortest_cycle, strongly_connected
from promptops.resources.entries import Identity

MAX_WORK: Final = 100_000
"""Requests that are looked at for the depths of one knot; with more of them its depths are not counted."""
_NAMED: Final = 8
"""So many resources of a circle are named: each of thousands may tell of it."""

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
        """Return the steps, what they lead to first, but for what ends rounds; and who is in a circle all the same.

        A spending limit ends rounds only where nothing else does: elsewhere what it ends has an order, too.
        """
        order: list[Step] = []
        circles: dict[Identity, Gap] = {}
        for around in _components(list(self._steps.values()), without=self._numbers.keys()):
            is_circle = len(around) > 1 or _leads_to_itself(around[0], self._numbers.keys())
            ending = {*self._numbers, *self._limited} if is_circle else self._numbers.keys()
            for component in _components(around, without=ending):
                order.extend(component)
                circles.update(_circle(component, without=ending))
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


def _successors(steps: Sequence[Step], without: Collection[Identity]) -> list[list[int]]:
    """Return the numbers of the steps that each of some steps leads to, but for requests that end rounds."""
    place = {step.entry.identity: number for number, step in enumerate(steps)}
    inner = place.keys() - without
    return [[place[target.identity] for target in step.targets if target.identity in inner] for step in steps]


def _components(steps: Sequence[Step], without: Collection[Identity]) -> Iterator[list[Step]]:
    """Yield the steps that lead to each other, what they lead to first."""
    for component in strongly_connected(_successors(steps, without)):
        yield [steps[number] for number in component]


def _leads_to_itself(step: Step, without: Collection[Identity]) -> bool:
    return any(target.identity == step.entry.identity for target in step.targets if target.identity not in without)


def _circle(steps: Sequence[Step], without: Collection[Identity]) -> Mapping[Identity, Gap]:
    """Return the same gap for each of some steps that lead to each other, none if they do not."""
    cycle = shortest_cycle(_successors(steps, without), range(len(steps)))
    if not cycle:
        return {}
    entries = [steps[number].entry for number in cycle]
    names = [f"`{entry.reference}`" for entry in entries]
    if len(names) > _NAMED:
        names[_NAMED - 1 : -1] = [f"{len(names) - _NAMED:,} more"]
    path = " → ".join(names)
    gap = Gap("calls", f"{path} leads back to where it began, and nothing ends it", entries[0].key("name"))
    return dict.fromkeys((step.entry.identity for step in steps), gap)
