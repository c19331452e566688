"""Which prompts and agents run on which models, and whose model is another one than at the baseline."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from promptops.changes.change import Change, Consumer
from promptops.changes.comparison import Comparison
from promptops.changes.models.ids import ModelId, id_of_model, model_id
from promptops.changes.side import Side
from promptops.changes.snapshot import Snapshot
from promptops.graph.verbs import verb_of
from promptops.resources.entries import Entry, Identity, Link, Place

_RUN = ("prompt", "agent")


class Running(NamedTuple):
    """A prompt or an agent on one side, with the model that answers it.

    `naming` is the resource that names the model: the prompt or the agent itself, or the prompt of an agent that names
    none. `model` is None where the reference leads to no resource, and so is a name that only a provider knows.
    """

    user: Snapshot
    naming: Snapshot
    link: Link
    model: Snapshot | None

    @property
    def id(self) -> ModelId | None:
        """Return the identifier of the model, None where nothing says it."""
        return model_id(self.link._replace(kind=None).text) if self.model is None else id_of_model(self.model.data)

    @property
    def is_deployment(self) -> bool:
        """Say whether the model is named by the name that somebody gave to a deployment, as Prompty files do."""
        header = (self.naming.data.get("annotations") or {}).get("prompty") or {}
        model = header.get("model") if isinstance(header, dict) else None
        parts = model.values() if isinstance(model, dict) else ()
        return self.model is None and any(isinstance(part, dict) and "azure_deployment" in part for part in parts)

    @property
    def at(self) -> Place:
        """Return where the model is named."""
        return self.naming.entry.at_link(self.link)

    def consumer(self, owner: str | None) -> Consumer:
        """Return what runs on the model as a consumer of it."""
        return Consumer(self.user.entry.reference, owner, self.at, verb_of(self.link.field))


class Move(NamedTuple):
    """A prompt or an agent before and after a change that may touch the model that it runs on.

    `change` is what changed: itself, its prompt, or the model that it names.
    """

    change: Change
    before: Running
    after: Running


def running(side: Side, entry: Entry) -> Running | None:
    """Return on which model a prompt or an agent runs; None where nothing says it."""
    naming, named = entry, _named(side, entry)
    if named is None and entry.kind == "agent":
        prompt = next((target for link, target in side.targets(entry) if link.field == "prompt"), None)
        if prompt is not None and prompt.sound:
            naming, named = prompt, _named(side, prompt)
    if named is None:
        return None
    link, target = named
    model = side.snapshot(target) if target is not None and target.sound else None
    return Running(side.snapshot(entry), side.snapshot(naming), link, model)


def _named(side: Side, entry: Entry) -> tuple[Link, Entry | None] | None:
    return next((named for named in side.targets(entry) if named[0].field == "model"), None)


def runs_of(side: Side, model: Entry) -> Iterator[Running]:
    """Yield the prompts and agents of a side that run on a model and are not retired, those of their agents last."""
    found: dict[Identity, Entry] = {}
    for entry, link in side.referrers("model", model.name):
        if link.field == "model" and entry.kind in _RUN:
            found[entry.identity] = entry
    found |= {agent.identity: agent for entry in list(found.values()) for agent in _agents_of(side, entry)}
    for entry in found.values():
        if not side.project.is_retired(entry):
            known = running(side, entry)
            if known is not None and known.model is not None and known.model.entry.identity == model.identity:
                yield known


def moves(comparison: Comparison) -> Iterator[Move]:
    """Yield what runs on a model and changed, or names a model that did; each prompt and agent once."""
    for entry, change in _touched(comparison).values():
        if comparison.after.project.is_retired(entry):
            continue
        is_itself = change.after is not None and change.after.entry.identity == entry.identity
        earlier = change.before.entry if is_itself and change.before else comparison.before.namesake(entry)
        before = None if earlier is None else running(comparison.before, earlier)
        after = running(comparison.after, entry)
        if before is not None and after is not None:
            yield Move(change, before, after)


def _touched(comparison: Comparison) -> dict[Identity, tuple[Entry, Change]]:
    side = comparison.after
    found: dict[Identity, tuple[Entry, Change]] = {
        kept.after.entry.identity: (kept.after.entry, kept) for kept in comparison.kept(*_RUN)
    }
    for change in comparison.of_kind("model"):
        for name in dict.fromkeys(each.entry.name for each in (change.before, change.after) if each):
            for entry, link in side.referrers("model", name):
                if link.field == "model" and entry.kind in _RUN:
                    found.setdefault(entry.identity, (entry, change))
    for entry, change in list(found.values()):
        for agent in _agents_of(side, entry):
            found.setdefault(agent.identity, (agent, change))
    return found


def _agents_of(side: Side, entry: Entry) -> Iterator[Entry]:
    """Yield the agents that follow a prompt."""
    for referrer in side.referrers("prompt", entry.name) if entry.kind == "prompt" else ():
        if referrer.link.field == "prompt" and referrer.entry.kind == "agent":
            yield referrer.entry
