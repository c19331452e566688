"""Which parts of a feature are requested by themselves: a part that another part calls counts where that calls it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeAlias

from promptops.bounds.step import Step, Target
from promptops.graph.components import strongly_connected
from promptops.resources.entries import Entry

StepOf: TypeAlias = Callable[[Entry], Step]
"""Returns what one request to a resource consists of."""


def first_parts(parts: Sequence[Target], step_of: StepOf) -> list[Target]:
    """Return the parts that no other part leads to, and of those that lead to each other the first."""
    nodes = reachable([part.entry for part in parts], step_of)
    numbers = {entry.identity: number for number, entry in enumerate(nodes)}
    successors = [[numbers[target.identity] for target in step_of(entry).targets] for entry in nodes]
    first: dict[int, int] = {}
    for place, part in enumerate(parts):
        first.setdefault(numbers[part.entry.identity], place)
    led_to: set[int] = set()
    kept = []
    for component in reversed(strongly_connected(successors)):
        there = [first[number] for number in component if number in first]
        is_led_to = not led_to.isdisjoint(component)
        if there and not is_led_to:
            kept.append(min(there))
        if there or is_led_to:
            led_to.update(target for number in component for target in successors[number])
    return [parts[place] for place in sorted(kept)]


def reachable(entries: Sequence[Entry], step_of: StepOf) -> list[Entry]:
    """Return some resources with all that requests to them may lead to, each once."""
    found = {entry.identity: entry for entry in entries}
    todo = list(found.values())
    for entry in todo:
        for target in step_of(entry).targets:
            if target.identity not in found:
                found[target.identity] = target
                todo.append(target)
    return todo
