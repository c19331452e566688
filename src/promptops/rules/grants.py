"""Which tools a prompt or agent may call on one side, and by which reference.

An agent may call what it lists and what its prompt lists; a prompt what it lists and what an agent lists that follows
it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from promptops.changes.comparison import Comparison
from promptops.changes.side import Side
from promptops.resources.entries import Entry, Link, Place
from promptops.rules.unresolved import TOOL_FIELDS

Key = tuple[str, int]
"""The file of a resource, and its place among the resources of it."""


class Grant(NamedTuple):
    """A tool that may be called, with the reference that says so and the resource that holds it."""

    tool: Entry
    holder: Entry
    link: Link

    @property
    def at(self) -> Place:
        """Return where it is written."""
        return self.holder.at_link(self.link)


def key_of(entry: Entry) -> Key:
    """Return what tells a resource of one side apart."""
    return entry.path, entry.ordinal


def grants(side: Side, entry: Entry) -> dict[Key, Grant]:
    """Return the tools that a prompt or agent may call, those of its own list first."""
    found: dict[Key, Grant] = {}
    for holder in (entry, *partners(side, entry)):
        for link, target in side.targets(holder):
            if link.field in TOOL_FIELDS and target is not None and target.kind == "tool":
                found.setdefault(key_of(target), Grant(target, holder, link))
    return found


def partners(side: Side, entry: Entry) -> Iterator[Entry]:
    """Yield the prompt that an agent follows, or the agents that follow a prompt."""
    if entry.kind == "agent":
        yield from (target for link, target in side.targets(entry) if link.field == "prompt" and target is not None)
        return
    for user, link in side.referrers("prompt", entry.name):
        if user.kind == "agent" and link.field == "prompt" and side.project.resolve(link) is entry:
            yield user


def has_unknown_tools(side: Side, entry: Entry) -> bool:
    """Say whether only another program knows what a prompt or agent may call."""
    paths = (tuple(path) for each in (entry, *partners(side, entry)) for path in each.dynamic)
    return any(path[:1] in ((), ("tools",)) for path in paths)


class Counterparts:
    """Which resource of the head is which of the baseline."""

    def __init__(self, comparison: Comparison) -> None:
        self._after = comparison.after
        self._changed = {
            key_of(change.before.entry): None if change.after is None else change.after.entry
            for change in comparison.changes
            if change.before is not None
        }

    def of(self, before: Entry) -> Entry | None:
        """Return what a resource of the baseline is at the head, None for one that is gone or could not be read."""
        if key_of(before) in self._changed:
            return self._changed[key_of(before)]
        found = self._after.project.named(before.kind, before.name)
        return next((entry for entry in found if entry.sound and entry.major == before.major), None)

    def are_known(self, before: Entry) -> bool:
        """Say whether it is known what became of a resource of the baseline: not of one that could not be read."""
        return key_of(before) in self._changed or self.of(before) is not None
