"""Which models answer, and who serves them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from enum import Enum
from functools import cached_property, reduce
from typing import Final, NamedTuple
from weakref import WeakKeyDictionary

from promptops.graph.calls import Call, CallGraph
from promptops.graph.components import strongly_connected
from promptops.resources.entries import Entry, Link, Place
from promptops.resources.project import Project


class Provider(NamedTuple):
    """Who serves a model, as the model says: the link, and the resource that it leads to if there is one."""

    model: Entry
    link: Link
    entry: Entry | None

    @property
    def at(self) -> Place:
        """Return where the model says so."""
        return self.model.at_link(self.link)

    @property
    def name(self) -> str:
        """Return its name."""
        return self.link.name if self.entry is None else self.entry.name


class Serving:
    """The models that something calls, or that stand in for one of those, with their providers."""

    def __init__(self, project: Project) -> None:
        self.graph = CallGraph.of(project)

    @staticmethod
    def of(project: Project) -> Serving:
        """Return what is known of a project: the same whenever it is asked for."""
        known = _SERVING.get(project)
        if known is None:
            known = _SERVING[project] = Serving(project)
        return known

    @cached_property
    def called(self) -> Mapping[int, Call]:
        """Return the call for which each model in use is so, by `id` of the model: none of them is one of a model."""
        found: dict[int, Call] = {}
        for entry in self.graph.nodes:
            for _, target in self.graph.links_of(entry) if entry.kind != "model" else ():
                if target is not None and target.kind == "model" and id(target) not in found:
                    call = self._call(entry, target)
                    if call is not None:
                        found[id(target)] = call
        todo = list(found.values())
        for call in todo:
            for each in self.graph.fallbacks_of(call.target):
                if id(each.target) not in found:
                    found[id(each.target)] = call._replace(target=each.target)
                    todo.append(found[id(each.target)])
        return found

    def _call(self, entry: Entry, model: Entry) -> Call | None:
        calls = (call for call in self.graph.edges_from(entry) if call.target is model)
        return next((call for call in calls if call.type != "judges"), None)

    @cached_property
    def by_provider(self) -> Mapping[int, list[Entry]]:
        """Return the models in use that each provider serves, by `id` of the provider, in order of files."""
        found: dict[int, list[Entry]] = {}
        for entry in self.graph.nodes:
            if entry.kind == "model" and id(entry) in self.called:
                provider = self.provider_of(entry)
                if provider is not None and provider.entry is not None:
                    found.setdefault(id(provider.entry), []).append(entry)
        return found

    def provider_of(self, model: Entry) -> Provider | None:
        """Return who serves a model, None where nothing says it."""
        links = self.graph.links_of(model)
        return next((Provider(model, link, target) for link, target in links if link.field == "provider"), None)

    def sole_providers(self, users: Iterable[Entry]) -> Mapping[int, Provider]:
        """Return who serves every chat model that some nodes reach, by `id` of the node, where it is one and known.

        What is reached by calls, hand-offs and implementations of tools counts, and so do the fallbacks of all of it.
        """
        nodes = self._reached_from(users)
        numbers = {id(entry): number for number, entry in enumerate(nodes)}
        successors = [
            [numbers[id(call.target)] for call in self.graph.edges_from(entry) if call.type in _ANSWERING]
            for entry in nodes
        ]
        own = [_served(self.provider_of(entry)) if _is_chat(entry) else None for entry in nodes]
        found: list[Provider | _Several | None] = [None] * len(nodes)
        for component in strongly_connected(successors):  # what is called stands before what calls it
            below = (found[other] for node in component for other in successors[node])
            served = reduce(_together, below, reduce(_together, (own[node] for node in component)))
            for node in component:
                found[node] = served
        return {id(entry): one for entry, one in zip(nodes, found, strict=True) if isinstance(one, Provider)}

    def _reached_from(self, users: Iterable[Entry]) -> Sequence[Entry]:
        found = {id(entry): entry for entry in users}
        todo = list(found.values())
        for entry in todo:
            for call in self.graph.edges_from(entry):
                if call.type in _ANSWERING and id(call.target) not in found:
                    found[id(call.target)] = call.target
                    todo.append(call.target)
        return todo


class _Several(Enum):
    """Stands for several providers, or for one that nobody knows."""

    SEVERAL = 1


_SERVING: Final[WeakKeyDictionary[Project, Serving]] = WeakKeyDictionary()
_ANSWERING: Final = frozenset({"calls", "invokes", "hands off to", "falls back to"})


def _served(provider: Provider | None) -> Provider | _Several:
    return _Several.SEVERAL if provider is None else provider


def _together(one: Provider | _Several | None, other: Provider | _Several | None) -> Provider | _Several | None:
    if one is None or other is None:
        return one if other is None else other
    is_one = isinstance(one, Provider) and isinstance(other, Provider) and one.name == other.name
    return one if is_one else _Several.SEVERAL


def _is_chat(entry: Entry) -> bool:
    if entry.kind != "model":
        return False
    return '"type"' not in entry.data or bool(json.loads(entry.data).get("type", "chat") == "chat")
