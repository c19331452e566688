"""How many attempts one call of a model comes to, along the way through tools that are tried again themselves."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from promptops.bounds import Bounds
from promptops.bounds.model_calls import ModelCall
from promptops.bounds.settings import Settings
from promptops.graph.components import strongly_connected
from promptops.resources.entries import Entry, Identity, Place
from promptops.rules.bounding import bounds_of
from promptops.rules.contexts import ProjectContext

_CALLERS = ("agent", "prompt", "tool", "eval")


class Amplification(NamedTuple):
    """One call of a model comes to so many `attempts` at a tool or model, and to so many `below` it.

    `at` is where it is said how often it is tried, `related` where it is said of what is below. `models` are those that
    the call may be tried at.
    """

    entry: Entry
    attempts: int
    below: int
    at: Place
    related: tuple[tuple[Place, str], ...]
    models: int = 1


def amplifications(context: ProjectContext) -> Iterator[Amplification]:
    """Yield what multiplies the attempts of a call: models in order of files, then tools, what they lead to first.

    Of tools that lead back to each other nothing is said: how often they are tried has no end.
    """
    project, bounds, settings = context.project, bounds_of(context), Settings(context.project)
    for model in project.of_kind("model"):
        if '"fallbacks"' in model.data and not project.is_retired(model):
            yield from _of_model(model, bounds)
    if any(tool.data and '"invokes"' in tool.data and '"retries"' in tool.data for tool in project.of_kind("tool")):
        yield from _of_tools([entry for entry in project.entries if entry.kind in _CALLERS], bounds, settings)


def _of_model(model: Entry, bounds: Bounds) -> Iterator[Amplification]:
    for calls in bounds.step(model).calls:
        related = tuple((place, words) for place, words in _retries_of(calls.call))
        below = max((each.number for each in calls.call.attempts), default=0)
        number = sum(each.number for each in calls.call.attempts)
        yield Amplification(model, number, below, model.at("fallbacks"), related, len(calls.call.attempts))


def _of_tools(callers: Sequence[Entry], bounds: Bounds, settings: Settings) -> Iterator[Amplification]:
    numbers = {entry.identity: number for number, entry in enumerate(callers)}
    successors = [
        [numbers[target.identity] for target in bounds.step(entry).targets if target.identity in numbers]
        for entry in callers
    ]
    known: dict[Identity, tuple[int, ModelCall | None]] = {}
    for component in strongly_connected(successors):
        tool = callers[component[0]]
        below, call = _below(tool, bounds, known)
        if len(component) > 1 or component[0] in successors[component[0]]:
            known.update((callers[number].identity, (0, None)) for number in component)
            continue
        retries = settings.number(tool, "retries", "max_attempts") if tool.kind == "tool" else None
        tries = 1 if retries is None else retries.value
        known[tool.identity] = tries * below, call
        if retries is not None and call is not None:
            related = tuple(_retries_of(call))
            yield Amplification(tool, tries * below, below, retries.at, related)


def _below(
    entry: Entry, bounds: Bounds, known: dict[Identity, tuple[int, ModelCall | None]]
) -> tuple[int, ModelCall | None]:
    """Return to how many attempts one call comes that an entry makes or leads to, at most, and that call."""
    step = bounds.step(entry)
    found = [(calls.call.number, calls.call) for calls in step.calls if calls.times.greatest != 0]
    found.extend(
        (attempts, call)
        for attempts, call in (known.get(target.identity, (0, None)) for target in step.targets)
        if call is not None
    )
    return max(found, key=lambda each: each[0], default=(0, None))


def _retries_of(call: ModelCall) -> Iterator[tuple[Place, str]]:
    for each in call.attempts[:_SHOWN]:
        if each.retries is not None:
            yield each.retries.at, f"{each.number:,} attempts at `{each.name}`"


_SHOWN = 5
