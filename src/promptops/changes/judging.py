"""Which evals judge what, and which rollouts are gated by them."""

from __future__ import annotations

from collections.abc import Iterator

from promptops.changes.side import Side
from promptops.resources.entries import Entry


def wholes_of(side: Side, prompt: Entry) -> Iterator[Entry]:
    """Yield a prompt, the agents that follow it, and the features that either is a part of."""
    agents = [each for each in _naming(side, prompt, "prompt") if each.kind == "agent"]
    yield from (prompt, *agents)
    yield from (each for part in (prompt, *agents) for each in _naming(side, part, "parts"))


def evals_of(side: Side, subject: Entry) -> Iterator[Entry]:
    """Yield the evals that name something as their subject."""
    return (each for each in _naming(side, subject, "subjects") if each.kind == "eval")


def rollouts_of(side: Side, target: Entry) -> Iterator[Entry]:
    """Yield the rollouts of something."""
    return _naming(side, target, "target")


def gates_of(side: Side, rollout: Entry) -> Iterator[Entry]:
    """Yield the evals that must pass at some stage of a rollout."""
    for link, target in side.targets(rollout):
        if link.field == "stages.gates" and target is not None and target.sound:
            yield target


def _naming(side: Side, target: Entry, field: str) -> Iterator[Entry]:
    """Yield what names a resource in a field, and means just this one."""
    for entry, link in side.referrers(target.kind, target.name):
        is_meant = link.field == field and side.project.resolve(link) is target
        if is_meant and not side.project.is_retired(entry):
            yield entry
