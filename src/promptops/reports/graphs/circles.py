"""Circles of calls beside the drawing: those that a declared limit ends, and those that nothing does."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from collections.abc import Set as AbstractSet
from typing import Final, NamedTuple

from promptops.diagnostics import Span
from promptops.graph.call_cycles import CallCycle
from promptops.graph.call_families import CycleKind
from promptops.resources.entries import Place

NAMES: Final = {
    "tools": "tools that call each other",
    "reentrancy": "tools within their own calls",
    "hand-offs": "hand-offs",
    "fallbacks": "fallbacks",
}


class Step(NamedTuple):
    """One call on the way round, by full references, and where it is written."""

    source: str
    target: str
    type: str
    at: Span
    keys: tuple[str | int, ...]


class End(NamedTuple):
    """What ends a circle: the resource that declares it, and what it declares, in words."""

    reference: str
    words: str


class Circle(NamedTuple):
    """A circle of calls; the last step leads back to where the first one starts. Without `ends` nothing ends it."""

    kind: CycleKind
    steps: tuple[Step, ...]
    ends: tuple[End, ...]


def circles_of(
    cycles: Iterable[CallCycle], selected: AbstractSet[str], span_of: Callable[[Place], Span]
) -> tuple[Circle, ...]:
    """Return the circles that lie between the nodes that are selected, by reference, in the order given."""
    return tuple(_circle(cycle, span_of) for cycle in cycles if selected >= set(cycle.path))


def _circle(cycle: CallCycle, span_of: Callable[[Place], Span]) -> Circle:
    steps = tuple(
        Step(call.source.reference, call.target.reference, call.type, span_of(call.at), tuple(call.link.keys))
        for call in cycle.calls
    )
    return Circle(cycle.kind, steps, tuple(End(limit.entry.reference, limit.words) for limit in cycle.limits))
