"""The least and the greatest that one request uses, for the resources of a project in one environment."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple, Self

from promptops.bounds.evaluation import IDLE, Outcome, evaluated
from promptops.bounds.gaps import Gap
from promptops.bounds.intervals import Interval
from promptops.bounds.knots import Knot
from promptops.bounds.model_calls import Facts, ModelCalls
from promptops.bounds.reach import nearest, reachable
from promptops.bounds.settings import Settings
from promptops.bounds.sizes import Sizes, Texts
from promptops.bounds.step import Step
from promptops.bounds.steps import Steps
from promptops.bounds.usage import MEASURES, Measure, Usage, in_micro_usd, worst_of
from promptops.graph.calls import CallGraph
from promptops.graph.components import strongly_connected
from promptops.resources.entries import Entry, Identity
from promptops.resources.project import Project


class Bound(NamedTuple):
    """What one request to `entry` uses: whole numbers from `least` to `greatest`, None where nothing ends it.

    `calls` are requests to providers, every attempt of them; `input` and `output` tokens; `cost` micro-USD.
    """

    entry: Entry
    calls: Interval
    input: Interval
    output: Interval
    cost: Interval


class Explained(NamedTuple):
    """What a request consists of, and what it comes to.

    `parts` are what its terms use, in their order; they add up to `usage` but for a spending limit, and where a request
    `recurs`: leads back to itself, so that rounds are counted one inside the other.
    """

    step: Step
    usage: Usage
    parts: tuple[Usage, ...]
    recurs: bool


class Bounds:
    """The bounds of a project's requests, each worked out when it is asked for, and once."""

    def __init__(self, settings: Settings, graph: CallGraph, models: ModelCalls, *, spending: bool = True) -> None:
        """Work with the settings of one environment, and with the models that are called there.

        Without `spending`, no limit on what is spent ends anything.
        """
        self._settings = settings
        self._graph = graph
        self._models = models
        self._steps = Steps(settings, graph, models, spending=spending)
        self._outcomes: dict[Identity, Outcome] = {}
        self._recurring: set[Identity] = set()

    @classmethod
    def of(cls, project: Project, facts: Facts, texts: Texts, environment: Entry | None = None) -> Self:
        """Return the bounds of a project with what an environment overrides.

        `texts` reads the texts of a prompt or fragment.
        """
        settings = Settings(project, environment)
        return cls(settings, CallGraph.of(project), ModelCalls(settings, facts, Sizes(project, texts)))

    def at(self, provider: Entry) -> Self:
        """Return bounds in which only what is asked of one provider counts."""
        return type(self)(self._settings, self._graph, self._models.at(provider))

    def regardless_of_spending(self) -> Self:
        """Return bounds in which no limit on what is spent ends anything: what is left comes from counting."""
        return type(self)(self._settings, self._graph, self._models, spending=False)

    def request(self, entry: Entry) -> Bound:
        """Return what one request to an agent, feature, prompt, tool or model uses; of an eval, what one case does."""
        usage = self._outcome(entry).usage
        return Bound(entry, *usage[:3], in_micro_usd(usage.cost))

    def gaps(self, entry: Entry) -> tuple[Gap, ...]:
        """Return why something of a request has no end, each gap once, in the order in which a reader meets them."""
        open_ = _open(self._outcome(entry))
        found = (gap for each in reachable([entry], self._steps.of) for gap in self._own_gaps(each)) if open_ else ()
        return tuple(dict.fromkeys(gap for gap in found if gap.measure in open_))

    def nearest_gaps(self, entries: Sequence[Entry]) -> Mapping[Identity, Gap]:
        """Return one gap for each of some requests of which something has no end: the one with the fewest steps to it.

        For all of them together this takes time linear in what they lead to; `gaps` looks at all of it for each.
        """
        nodes = reachable(entries, self._steps.of)
        open_ = {entry.identity: _open(self._outcome(entry)) for entry in entries}
        own = {each.identity: tuple(self._own_gaps(each)) for each in nodes}
        asking: dict[Identity, list[Identity]] = {}
        for each in nodes:
            for target in self._steps.of(each).targets:
                asking.setdefault(target.identity, []).append(each.identity)
        found: dict[Identity, tuple[int, Gap]] = {}
        for measure in MEASURES:
            first = {key: gap for key, gaps in own.items() for gap in gaps[::-1] if gap.measure == measure}
            for identity, (distance, gap) in nearest(first, asking).items():
                if measure in open_.get(identity, ()) and distance < found.get(identity, (distance + 1,))[0]:
                    found[identity] = distance, gap
        return {identity: gap for identity, (_, gap) in found.items()}

    def step(self, entry: Entry) -> Step:
        """Return what one request to a resource consists of."""
        return self._steps.of(entry)

    def calls_models(self, entry: Entry) -> bool:
        """Say whether a request to a resource may lead to a call of a model."""
        return self._outcome(entry).single is not None

    def missing_prices(self, entry: Entry) -> tuple[Gap, ...]:
        """Return the prices without which a limit on spending cannot end the calls of a request.

        There are none where it would not with them either, as some call may cost nothing all the same.
        """
        found: dict[Gap, None] = {}
        for each in reachable([entry], self._steps.of):
            for call in (calls.call for calls in self._steps.of(each).calls):
                for free in (attempt for attempt in call.attempts if attempt.cost.least == 0):
                    gaps = [gap for gap in call.gaps if gap.measure == "cost" and gap.at == free.at]
                    if not gaps or free.input.least == 0:
                        return ()
                    found.update(dict.fromkeys(gaps))
        return tuple(found)

    def derivation(self, entry: Entry) -> list[Explained]:
        """Return how the bound of a request comes about: the resource, then all that it leads to, each once."""
        self._outcome(entry)
        return [self._explained(self._steps.of(each)) for each in reachable([entry], self._steps.of)]

    def _explained(self, step: Step) -> Explained:
        worst = [worst_of([self._known(target.entry).usage for target in term.targets]) for term in step.terms]
        parts = tuple(usage.repeated(term.times) for usage, term in zip(worst, step.terms, strict=True))
        identity = step.entry.identity
        return Explained(step, self._outcomes[identity].usage, parts, identity in self._recurring)

    def _outcome(self, entry: Entry) -> Outcome:
        known = self._outcomes.get(entry.identity)
        if known is None:
            self._evaluate(entry)
            known = self._outcomes[entry.identity]
        return known

    def _evaluate(self, entry: Entry) -> None:
        steps = []
        for step in map(self._steps.of, reachable([entry], self._steps.of, self._outcomes)):
            if step.terms:
                steps.append(step)
            else:
                self._outcomes[step.entry.identity] = evaluated(step, self._known)
        numbers = {step.entry.identity: number for number, step in enumerate(steps)}
        successors = [[numbers[t.identity] for t in step.targets if t.identity in numbers] for step in steps]
        for component in strongly_connected(successors):
            first = component[0]
            if len(component) > 1 or first in successors[first]:
                self._recurring.update(steps[number].entry.identity for number in component)
                self._outcomes.update(Knot([steps[number] for number in component], self._outcomes).outcomes())
            else:
                self._outcomes[steps[first].entry.identity] = evaluated(steps[first], self._known)

    def _known(self, entry: Entry) -> Outcome:
        return self._outcomes.get(entry.identity, IDLE)

    def _own_gaps(self, entry: Entry) -> Iterator[Gap]:
        """Yield what a request lacks itself, not what it leads to."""
        step = self._steps.of(entry)
        yield from step.gaps
        for calls in step.calls:
            yield from calls.call.gaps
        for term in step.terms:
            if term.missing is not None and any(self._known(target.entry).single for target in term.targets):
                yield term.missing
        yield from self._known(entry).gaps


def _open(outcome: Outcome) -> frozenset[Measure]:
    """Return what of a request has no end."""
    return frozenset(measure for measure, each in zip(MEASURES, outcome.usage, strict=True) if each.greatest is None)
