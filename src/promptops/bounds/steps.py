"""What one request to a resource consists of: so many times the request to another one, or a call of a model."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cached_property

from promptops.bounds.gaps import Gap
from promptops.bounds.intervals import ONCE, Interval, up_to
from promptops.bounds.model_calls import ModelCalls
from promptops.bounds.money import micro_usd
from promptops.bounds.settings import Reference, Setting, Settings
from promptops.bounds.step import Calls, Step, Target, Term
from promptops.bounds.turns import Factor, turns_of
from promptops.graph.calls import Call, CallGraph
from promptops.resources.entries import Entry, Identity, Link


class Steps:
    """Says of each resource what one request to it consists of, and remembers it."""

    def __init__(self, settings: Settings, graph: CallGraph, models: ModelCalls, *, spending: bool) -> None:
        """Say it with the limits on spending or, without `spending`, as if there were none."""
        self._settings = settings
        self._graph = graph
        self._models = models
        self._counts_spending = spending
        self._known: dict[Identity, Step] = {}
        self._makers: Mapping[str, Callable[[Entry], Step]] = {
            "agent": self._agent,
            "eval": self._eval,
            "feature": self._feature,
            "model": self._model,
            "prompt": self._prompt,
            "tool": self._tool,
        }

    def of(self, entry: Entry) -> Step:
        """Return the step of a resource; that of one that calls nothing is empty."""
        known = self._known.get(entry.identity)
        if known is None:
            known = self._known[entry.identity] = self._made(entry)
        return known

    def _made(self, entry: Entry) -> Step:
        make = self._makers.get(entry.kind)
        return Step(entry) if make is None else make(entry)

    def _prompt(self, prompt: Entry) -> Step:
        return Step(prompt, (Calls(ONCE, self._models.of(prompt)),), self._tools(prompt, None))

    def _model(self, model: Entry) -> Step:
        named = Link("model", ("model",), None, model.name, model.major, ("name",))
        return Step(model, (Calls(ONCE, self._models.direct(Reference(named, model, model))),))

    def _eval(self, judged: Entry) -> Step:
        """Return what one case of an eval takes: each of its subjects once, then the judge."""
        return Step(judged, terms=tuple([Term(ONCE, (target,)) for target in self._targets(judged, "judges", "calls")]))

    def _feature(self, feature: Entry) -> Step:
        """Return what a request to a feature may take: each of its parts once, besides what others ask of it."""
        parts = self._targets(feature, "calls")
        return Step(feature, terms=tuple(Term(up_to(1), (part,)) for part in parts), at_least_one=True)

    def _agent(self, agent: Entry) -> Step:
        turns, factors, gaps = turns_of(agent, self._settings, self._graph)
        calls = Calls(Interval(1, turns), self._models.of(agent), factors)
        terms = (*self._tools(agent, self._settings.number(agent, "limits", "max_tool_calls")), *self._handoffs(agent))
        return Step(agent, (calls,), terms, gaps, self._spending(agent))

    def _spending(self, agent: Entry) -> Setting | None:
        setting = self._settings.value(agent, "limits", "max_cost") if self._counts_spending else None
        return None if setting is None else Setting(micro_usd(setting.value), setting.at)

    def _tools(self, caller: Entry, limit: Setting | None) -> tuple[Term, ...]:
        """Return the calls of those tools that call something themselves."""
        tools = self._calling_tools(caller)
        if not tools or (limit is not None and limit.value == 0):
            return ()
        targets = tuple(Target(call.target, call) for call in tools)
        if limit is not None:
            factors = (Factor(f"max_tool_calls: {limit.value}", limit.at),)
            return (Term(up_to(limit.value), targets, factors),)
        what = "a run" if caller.kind == "agent" else "an answer"
        key = "`limits.max_tool_calls`" if caller.kind == "agent" else "an agent has `limits.max_tool_calls`"
        gap = Gap("calls", f"nothing limits how many tools {what} of `{caller.reference}` calls: {key}", targets[0].at)
        return (Term(up_to(None), targets, missing=gap),)

    def _calling_tools(self, caller: Entry) -> Sequence[Call]:
        granted = self._graph.tools_of(caller) if self._calling else ()
        return [call for call in granted if id(call.target) in self._calling]

    @cached_property
    def _calling(self) -> frozenset[int]:
        """Return the tools that call something themselves, by `id`: most projects have none."""
        return frozenset(id(node) for node in self._graph.nodes if node.kind == "tool" and '"invokes"' in node.data)

    def _handoffs(self, agent: Entry) -> tuple[Term, ...]:
        """Return the hand-offs: the other run takes the place of this one, or in other formats comes back to it."""
        targets = self._targets(agent, "hands off to")
        if not targets:
            return ()
        if agent.native:
            return (Term(up_to(1), targets),)
        gap = Gap("calls", f"nothing limits how often `{agent.reference}` passes work on", targets[0].at)
        return (Term(up_to(None), targets, missing=gap),)

    def _tool(self, tool: Entry) -> Step:
        retries = self._settings.number(tool, "retries", "max_attempts")
        times = up_to(1 if retries is None else retries.value)
        factors = () if retries is None else (Factor(f"max_attempts: {retries.value}", retries.at),)
        calls, terms = [], []
        for named in self._settings.references(tool, "invokes"):
            kind = named.link.kind if named.target is None else named.target.kind
            if kind == "model":
                calls.append(Calls(times, self._models.direct(named), factors))
            elif named.target is not None:
                terms.append(Term(times, (Target(named.target, named),), factors))
        depth = self._settings.number(tool, "reentrancy", "max_depth")
        return Step(tool, tuple(calls), tuple(terms), depth=depth)

    def _targets(self, entry: Entry, *types: str) -> tuple[Target, ...]:
        return tuple([Target(call.target, call) for call in self._graph.edges_from(entry) if call.type in types])
