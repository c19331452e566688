"""Which models answer the prompts and agents of a project, those that stand in for them among them."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from promptops.catalog import Catalog, ModelFacts
from promptops.graph.calls import CallGraph
from promptops.resources.entries import Entry, Place
from promptops.resources.project import Project
from promptops.resources.rejections import quoted

_KINDS = ("agent", "prompt")


class Answering(NamedTuple):
    """A model that answers a native prompt or agent, itself or in the place of the one that is named.

    `holder` is who says what is needed: the prompt, or the agent for what it says itself. `instead_of` is the model for
    which it stands in, None for the one that is named `at` a place.
    """

    user: Entry
    holder: Entry
    model: Entry
    facts: ModelFacts
    at: Place
    instead_of: Entry | None

    @property
    def who(self) -> str:
        """Return the model in words."""
        named = quoted(self.model.name)
        return named if self.instead_of is None else f"{named}, which stands in for {quoted(self.instead_of.name)},"

    @property
    def data(self) -> Mapping[str, Any]:
        """Return what the holder says."""
        data: Mapping[str, Any] = json.loads(self.holder.data)
        return data


def answering(project: Project, *marks: str) -> Iterator[Answering]:
    """Yield the models that answer native prompts and agents, or those alone in whose data one of some marks stands.

    An agent on a model of its own has its prompt answered by that; what its prompt says is looked at there as well.
    """
    graph, catalog = CallGraph.of(project), Catalog.of(project)
    for user in graph.nodes:
        if user.kind not in _KINDS or not user.native:
            continue
        holders = [each for each in _holders(graph, user) if not marks or any(mark in each.data for mark in marks)]
        call = graph.model_call_of(user) if holders else None
        if call is None:
            continue
        instead = [(each.target, call.target) for each in graph.fallbacks_of(call.target)]
        for holder in holders:
            # What a prompt needs of its own model is a matter of the prompt, and told once.
            if holder is user or call.holder is user:
                for model, primary in ((call.target, None), *instead):
                    yield Answering(user, holder, model, catalog.facts_of(model), call.at, primary)


def _holders(graph: CallGraph, user: Entry) -> Iterator[Entry]:
    yield user
    if user.kind == "agent":
        yield from (call.target for call in graph.edges_from(user) if call.target.kind == "prompt")
