"""Which models answer the prompts and agents of a project, those that stand in for them among them."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any, NamedTuple, TypeAlias

from promptops.catalog import Catalog, ModelFacts
from promptops.graph.calls import Call, CallGraph
from promptops.resources.entries import Entry, Place
from promptops.resources.project import Project
from promptops.resources.rejections import quoted
from promptops.rules.parameter_blocks import parameters_of

_KINDS = ("agent", "prompt")


class Answering(NamedTuple):
    """A model that answers a native prompt or agent, itself or in the place of the one that is named.

    `holder` is who says what is needed: the prompt, or the agent for what it says itself. `call` is that of the model
    which is named, and `instead_of` the model for which this one stands in, None for the one that is named.
    `parameters` are those that the holder sets.
    """

    user: Entry
    holder: Entry
    parameters: Mapping[str, Any]
    model: Entry
    facts: ModelFacts
    call: Call
    instead_of: Entry | None

    @property
    def at(self) -> Place:
        """Return where the model is named."""
        return self.call.at

    @property
    def who(self) -> str:
        """Return the model in words."""
        named = quoted(self.model.name)
        return named if self.instead_of is None else f"{named}, which stands in for {quoted(self.instead_of.name)},"

    @property
    def data(self) -> Mapping[str, Any]:
        """Return what the holder says."""
        return _read(self.holder.data)


@lru_cache(maxsize=1)  # a holder comes again for each model that stands in
def _read(data: str) -> Mapping[str, Any]:
    found: Mapping[str, Any] = json.loads(data)
    return found


_Model: TypeAlias = tuple[Entry, ModelFacts, Entry | None]


@lru_cache(maxsize=2)  # the two sides of a comparison
def answering(project: Project) -> Sequence[Answering]:
    """Return the models that answer native prompts and agents, found once for all rules of a run.

    An agent on a model of its own has its prompt answered by that; what its prompt says is looked at there as well.
    """
    return tuple(_answering(project))


def _answering(project: Project) -> Iterator[Answering]:
    graph, catalog = CallGraph.of(project), Catalog.of(project)
    known: dict[int, Sequence[_Model]] = {}
    for user in graph.nodes:
        call = graph.model_call_of(user) if user.kind in _KINDS and user.native else None
        if call is None:
            continue
        if id(call.target) not in known:
            known[id(call.target)] = tuple(_models(graph, catalog, call.target))
        for holder in _holders(graph, user):
            # What a prompt needs of its own model is a matter of the prompt, and told once.
            if holder is user or call.holder is user:
                parameters = parameters_of(holder.data)
                for model, facts, primary in known[id(call.target)]:
                    yield Answering(user, holder, parameters, model, facts, call, primary)


def _models(graph: CallGraph, catalog: Catalog, named: Entry) -> Iterator[_Model]:
    """Yield a model, then what stands in for it, each with what is known of it and the one that it stands in for."""
    yield named, catalog.facts_of(named), None
    for call in graph.fallbacks_of(named):
        yield call.target, catalog.facts_of(call.target), named


def _holders(graph: CallGraph, user: Entry) -> Iterator[Entry]:
    yield user
    if user.kind == "agent":
        yield from (call.target for call in graph.edges_from(user) if call.target.kind == "prompt")
