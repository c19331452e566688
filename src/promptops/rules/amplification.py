"""How many attempts one call of a model comes to, along the way through tools that are tried again themselves."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final, NamedTuple

from promptops.bounds import Bounds
from promptops.bounds.model_calls import ModelCall
from promptops.bounds.settings import Settings
from promptops.graph.components import strongly_connected
from promptops.resources.entries import Entry, Identity, Place
from promptops.rules.bounding import rough_bounds_of
from promptops.rules.contexts import ProjectContext

_SHOWN: Final = 5
_CALLERS: Final = ("agent", "prompt", "tool", "eval")


class Amplification(NamedTuple):
    """What multiplies the attempts of one call of a model: the models that it may be tried at, or tries of a tool.

    It comes to so many `attempts` there, out of `below`, and is `told` at another tool or model below if that is more
    than is allowed. `at` is where it is said how often it is tried, `related` where it is said of what is below.
    """

    entry: Entry
    attempts: int
    below: int
    told: int
    at: Place
    call: ModelCall

    @property
    def related(self) -> tuple[tuple[Place, str], ...]:
        """Return where it is said how often the call is tried at each model, and why that matters."""
        attempts = [(each, each.retries) for each in self.call.attempts[:_SHOWN]]
        return tuple((said.at, f"{each.number:,} attempts at `{each.name}`") for each, said in attempts if said)


class _Below(NamedTuple):
    """The call with the most attempts that something makes or leads to, and how many of them are told of below."""

    attempts: int = 0
    told: int = 0
    call: ModelCall | None = None


def amplifications(context: ProjectContext) -> Iterator[Amplification]:
    """Yield what multiplies the attempts of a call: models in order of files, then tools, what they lead to first.

    Of tools that lead back to each other nothing is said: how often they are tried has no end.
    """
    project, bounds, settings = context.project, rough_bounds_of(context), Settings(context.project)
    for model in project.of_kind("model"):
        if '"fallbacks"' in model.data and not project.is_retired(model):
            for calls in bounds.step(model).calls:
                most = max((each.number for each in calls.call.attempts), default=0)
                yield Amplification(model, calls.call.number, most, 0, model.at("fallbacks"), calls.call)
    if any('"invokes"' in tool.data and '"retries"' in tool.data for tool in project.of_kind("tool")):
        callers = [entry for entry in project.entries if entry.kind in _CALLERS and not project.is_retired(entry)]
        yield from _of_tools(callers, bounds, settings)


def _of_tools(callers: Sequence[Entry], bounds: Bounds, settings: Settings) -> Iterator[Amplification]:
    numbers = {entry.identity: number for number, entry in enumerate(callers)}
    targets = [[numbers.get(target.identity) for target in bounds.step(entry).targets] for entry in callers]
    successors = [[number for number in each if number is not None] for each in targets]
    known: dict[Identity, _Below] = {}
    for component in strongly_connected(successors):
        first = component[0]
        if len(component) > 1 or first in successors[first]:
            continue
        entry = callers[first]
        below = _below(entry, bounds, known)
        retries = settings.number(entry, "retries", "max_attempts") if entry.kind == "tool" else None
        attempts = below.attempts if retries is None else below.attempts * retries.value
        told = attempts if attempts > below.attempts > 1 else below.told
        known[entry.identity] = _Below(attempts, told, below.call)
        if retries is not None and below.call is not None and attempts > below.attempts > 1:
            yield Amplification(entry, attempts, below.attempts, below.told, retries.at, below.call)


def _below(entry: Entry, bounds: Bounds, known: Mapping[Identity, _Below]) -> _Below:
    step = bounds.step(entry)
    found = [known.get(target.identity, _Below()) for target in step.targets]
    for calls in step.calls:
        several = len(calls.call.attempts) > 1
        found.append(_Below(calls.call.number, calls.call.number if several else 0, calls.call))
    return max(found, key=lambda each: each.attempts, default=_Below())
