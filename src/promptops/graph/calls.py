"""Who may call whom while a request is answered: the part of a project that can loop, fan out and cost money.

`CallGraph.of(project)` is the graph, built once a project and shared by all who ask for it. Its nodes are the sound
agents, features, prompts, fragments, tools, models and evals that are not retired; each edge is a `Call` that knows
the link which says so, and by that its file and line. There may be several edges between two nodes, and cycles; a
reference that leads nowhere is no edge.

- `graph.nodes`: the entries, in order of files; `graph.edges_from(entry)` and `graph.edges_to(entry)`: the calls.
- `graph.tools_of(agent or prompt)`: the calls of tools that it may make, with those that an agent's prompt grants.
- `graph.model_call_of(agent or prompt)`: the call of the model that answers it; of an agent without, its prompt's.
- `graph.fallbacks_of(model)`: the calls of what stands in for a model, in order.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from typing import Final, Literal, NamedTuple, TypeAlias
from weakref import WeakKeyDictionary

from promptops.resources.entries import Entry, Link, Place
from promptops.resources.project import Project

CallType: TypeAlias = Literal["calls", "invokes", "hands off to", "falls back to", "judges", "includes"]

_TYPES: Final[Mapping[str, Mapping[str, CallType]]] = {
    "agent": {
        "prompt": "calls",
        "model": "calls",
        "tools": "calls",
        "completion.tool": "calls",
        "handoffs": "hands off to",
    },
    "eval": {"subjects": "judges", "judge.prompt": "calls"},
    "feature": {"parts": "calls"},
    "fragment": {"include": "includes"},
    "model": {"fallbacks": "falls back to"},
    "prompt": {"model": "calls", "tools": "calls", "include": "includes"},
    "tool": {"invokes": "invokes"},
}
"""The type of the edges that a field of a kind stands for."""


class Call(NamedTuple):
    """An edge: `source` may call `target`.

    `link` is the reference that says so; it stands in `holder`, which is the source, or the prompt of an agent where
    the agent has it from there.
    """

    source: Entry
    target: Entry
    type: CallType
    link: Link
    holder: Entry

    @property
    def at(self) -> Place:
        """Return where it is written."""
        return self.holder.at_link(self.link)


Links: TypeAlias = Sequence[tuple[Link, Entry | None]]
"""The references of a resource, with what they lead to."""


class CallGraph:
    """The nodes and edges of calls of one project; an edge is made when it is asked for."""

    def __init__(self, nodes: Sequence[Entry], links: Mapping[int, Links]) -> None:
        """Take nodes, and their links by `id` of the entry; no others are looked at."""
        self.nodes = nodes
        self._links = links
        self._outgoing: dict[int, Sequence[Call]] = {}

    @staticmethod
    def of(project: Project) -> CallGraph:
        """Return the graph of a project: the same one whenever it is asked for."""
        known = _GRAPHS.get(project)
        if known is None:
            found = [pair for pair in project.in_use if pair[0].kind in _TYPES]
            links = {id(entry): targets for entry, targets in found}
            known = _GRAPHS[project] = CallGraph([entry for entry, _ in found], links)
        return known

    def links_of(self, entry: Entry) -> Links:
        """Return all links of a node, those that are no calls among them; none of what is no node."""
        return self._links.get(id(entry), ())

    def edges_from(self, entry: Entry) -> Sequence[Call]:
        """Return the calls that a node may make, in the order in which they are written."""
        known = self._outgoing.get(id(entry))
        if known is None:
            known = self._outgoing[id(entry)] = tuple(self._calls(entry))
        return known

    def _calls(self, entry: Entry) -> Iterator[Call]:
        types = _TYPES.get(entry.kind, {})
        for link, target in self.links_of(entry):
            type_ = types.get(link.field)
            # What was refused and what is retired is no node; an eval is a part of a feature, and no request calls it.
            if type_ and target is not None and id(target) in self._links and target.kind != "eval":
                yield Call(entry, target, type_, link, entry)

    def edges_to(self, entry: Entry) -> Sequence[Call]:
        """Return the calls by which a node may be called, in order of files."""
        return self._incoming.get(id(entry), ())

    @cached_property
    def _incoming(self) -> dict[int, list[Call]]:
        found: dict[int, list[Call]] = {}
        for entry in self.nodes:
            for call in self.edges_from(entry):
                found.setdefault(id(call.target), []).append(call)
        return found

    def tools_of(self, entry: Entry) -> Sequence[Call]:
        """Return the calls of tools that a prompt or an agent may make, one a tool; the agent's own ones first."""
        found: dict[int, Call] = {}
        for call in self._with_granted(entry):
            if call.target.kind == "tool":
                found.setdefault(id(call.target), call)
        return tuple(found.values())

    def model_call_of(self, entry: Entry) -> Call | None:
        """Return the call of the model that answers a prompt or an agent: its own, else that of the agent's prompt."""
        for call in self._with_granted(entry) if entry.kind == "agent" else self._calls(entry):
            if call.target.kind == "model":
                return call
        return None

    def fallbacks_of(self, model: Entry) -> Sequence[Call]:
        """Return the calls of what stands in for a model, in the order in which they are tried."""
        return [call for call in self.edges_from(model) if call.type == "falls back to"]

    def _with_granted(self, entry: Entry) -> Iterator[Call]:
        """Yield the calls of an entry, then of an agent those of its prompt, as made by the agent."""
        own = self.edges_from(entry)
        yield from own
        prompts = (call.target for call in own if call.target.kind == "prompt") if entry.kind == "agent" else ()
        for prompt in prompts:
            for call in self.edges_from(prompt):
                yield call._replace(source=entry)


_GRAPHS: Final[WeakKeyDictionary[Project, CallGraph]] = WeakKeyDictionary()
