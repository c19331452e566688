"""Which tools a prompt or agent may call on one side, and by which reference.

An agent may call what it lists and what its prompt lists; a prompt what it lists and what an agent lists that follows
it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from promptops.changes.side import Side
from promptops.graph.verbs import TOOL_FIELDS
from promptops.resources.entries import Entry, Identity, Link, Place


class Grant(NamedTuple):
    """A tool that may be called, with the reference that says so and the resource that holds it."""

    tool: Entry
    holder: Entry
    link: Link

    @property
    def at(self) -> Place:
        """Return where it is written."""
        return self.holder.at_link(self.link)


def grants(side: Side, entry: Entry) -> dict[Identity, Grant]:
    """Return the tools that a prompt or agent may call, those of its own list first."""
    found: dict[Identity, Grant] = {}
    for holder in (entry, *partners(side, entry)):
        for link, target in side.targets(holder):
            if link.field in TOOL_FIELDS and target is not None and target.kind == "tool":
                found.setdefault(target.identity, Grant(target, holder, link))
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
    return any(each.is_computed("tools") for each in (entry, *partners(side, entry)))
