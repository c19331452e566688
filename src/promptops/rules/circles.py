"""How a circle is told: as a path whose first and last name are equal, and each step at its line."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from promptops.diagnostics import Severity
from promptops.graph.call_cycles import CallCycle, unbounded_cycles
from promptops.graph.call_families import CycleKind
from promptops.graph.call_limits import CallLimits
from promptops.graph.calls import CallGraph
from promptops.resources.entries import Entry
from promptops.rules.contexts import Problem, ProjectContext

MAX_STEPS: Final = 20
"""Steps of a circle that a finding shows."""


def circle_of(names: Sequence[str]) -> str:
    """Return the path through some names and back to the first, without those in the middle of a long one."""
    gap = ["…"] if len(names) > MAX_STEPS else []
    return " → ".join([*(f"`{name}`" for name in names[:MAX_STEPS]), *gap, f"`{names[0]}`"])


def unbounded(context: ProjectContext, kind: CycleKind) -> Iterator[CallCycle]:
    """Yield the circles of a kind that nothing ends, in order of files."""
    project = context.project
    yield from unbounded_cycles(CallGraph.of(project), CallLimits(project), kind)


def circle_problem(cycle: CallCycle, message: str, advice: str, at_most: Severity = Severity.ERROR) -> Problem:
    """Return the problem with a circle, at its first step; `message` is followed by the path."""
    sources = [call.source for call in cycle.calls]
    has_one_kind = len({entry.kind for entry in sources}) == 1
    path = circle_of([_bare(entry) if has_one_kind else entry.reference for entry in sources])
    steps = tuple(
        (call.at, f"the {call.source.kind} `{call.source.name}` {call.type} `{call.link.text}`")
        for call in cycle.calls[1:MAX_STEPS]
    )
    first = cycle.calls[0]
    verb = "is in such a circle" if cycle.others == 1 else "are in such circles"
    more = f", and {cycle.others:,} more {verb} with them" if cycle.others else ""
    return Problem(f"{message}: {path}{more}", first.at, advice, steps, first.link.text, at_most=at_most)


def _bare(entry: Entry) -> str:
    return entry.reference.partition(":")[2]
