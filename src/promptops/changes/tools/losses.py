"""What a change takes away from conversations that began before it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property
from operator import attrgetter
from typing import NamedTuple

from promptops.changes.change import Change, Earlier
from promptops.changes.comparison import Comparison
from promptops.changes.side import Side
from promptops.changes.tools.grants import Grant, grants, has_unknown_tools, partners
from promptops.changes.tools.inputs import input_changes
from promptops.changes.tools.tool_changes import tool_changes
from promptops.resources.entries import Entry, Identity, Link, Place

_VERBS: Mapping[str, str] = {"handoffs": "hands off to", "prompt": "follows"}
"""What an agent does with other resources than tools, by the field that names them."""


class Loss(NamedTuple):
    """One thing that conversations can no longer do: in words, where it was, and where the head still names it."""

    words: str
    was_at: Earlier
    at: Place | None


class _Targets(NamedTuple):
    """What a resource leads to, and the names, with their kinds, by which it leads nowhere."""

    led_to: frozenset[Identity]
    dangling: frozenset[tuple[str, str]]


class Losses:
    """Finds what the conversations of each agent, and of each prompt with tools of its own, lose."""

    def __init__(self, comparison: Comparison) -> None:
        self._comparison = comparison
        self._before, self._after = comparison.before, comparison.after
        self._targets_of: dict[Identity, _Targets] = {}

    def by_holder(self) -> Iterator[tuple[Entry, Entry | None, list[Loss]]]:
        """Yield each resource of the baseline that conversations lose something of, with what it is at the head."""
        for before in self._holders():
            after = self._comparison.counterpart(before)
            if after is not None:
                found = list(self._of(before, after))
            elif before.kind == "agent" and self._comparison.knows_fate(before):
                found = [Loss(f"the agent `{before.name}` is gone", Earlier(before.at("name")), None)]
            else:
                found = []
            if found:
                yield before, after, found

    def is_provided_for(self, entry: Entry) -> bool:
        """Say whether a rollout of a resource, or of a feature with it, says what is done about conversations."""
        name = (entry.kind, entry.name)
        users = self._after.referrers(*name)
        features = {("feature", user.name) for user, link in users if link.field == "parts"}
        return any(
            link.field == "target" and self._keeps_histories(rollout)
            for kind, target in (name, *sorted(features))
            for rollout, link in self._after.referrers(kind, target)
        )

    def _keeps_histories(self, rollout: Entry) -> bool:
        rollback = self._after.snapshot(rollout).data.get("rollback") or {}
        return bool((rollback.get("imprints") or {}).get("histories"))

    def _holders(self) -> Iterator[Entry]:
        """Yield the resources of the baseline with conversations that the change may reach, in the order of files."""
        reached = {entry.identity: entry for entry in self._reached()}
        for entry in sorted(reached.values(), key=attrgetter("identity")):
            is_retired = self._before.project.is_retired(entry)
            if not is_retired and not has_unknown_tools(self._before, entry) and self._has_conversations(entry):
                yield entry

    def _has_conversations(self, entry: Entry) -> bool:
        return entry.kind == "agent" or (bool(grants(self._before, entry)) and not any(partners(self._before, entry)))

    def _reached(self) -> Iterator[Entry]:
        for change in self._comparison.of_kind("agent", "prompt", "tool"):
            if change.before is None:
                continue
            entry = change.before.entry
            if entry.kind != "tool":
                yield entry
            users = [user for user, _ in self._before.referrers(entry.kind, entry.name)]
            yield from (user for user in users if user.kind in ("agent", "prompt"))
            yield from (each for user in users if user.kind == "prompt" for each in partners(self._before, user))
            if entry.kind == "prompt":
                yield from partners(self._before, entry)

    def _of(self, before: Entry, after: Entry) -> Iterator[Loss]:
        if has_unknown_tools(self._after, after):
            return
        left, named = grants(self._after, after), _named(self._after, after)
        for grant in grants(self._before, before).values():
            words = self._fate_of_tool(grant.tool, left, is_agent=after.kind == "agent")
            if words:
                yield Loss(words, Earlier(grant.at), named.get(("tool", grant.tool.name)))
        for link, target in self._before.targets(before) if before.kind == "agent" else ():
            words = self._fate(link, target, after) if target is not None and link.field in _VERBS else ""
            if words and target is not None:
                yield Loss(words, Earlier(before.at_link(link)), named.get((target.kind, target.name)))

    def _fate_of_tool(self, before: Entry, left: Mapping[Identity, Grant], *, is_agent: bool) -> str:
        """Return what became of a tool that could be called, empty if it still can."""
        if not self._comparison.knows_fate(before):
            return ""
        change = self._tools.get(before.identity)
        tool = self._comparison.counterpart(before) if change is None or change.status != "removed" else None
        if tool is None:
            return f"the tool `{before.name}` is gone"
        if tool.name != before.name:
            return f"the tool `{before.name}` is `{tool.name}`"
        if is_agent and tool.identity not in left:
            return f"it may no longer call `{before.name}`"
        return f"`{before.name}` takes less" if before.identity in self._narrowed else ""

    def _fate(self, link: Link, before: Entry, after: Entry) -> str:
        """Return what became of a hand-off or a prompt; what is gone and still named is reported as that."""
        now, targets = self._comparison.counterpart(before), self._targets(after)
        if not self._comparison.knows_fate(before) or (now is None and (before.kind, before.name) in targets.dangling):
            return ""
        if now is None or now.identity not in targets.led_to:
            return f"it no longer {_VERBS[link.field]} `{before.reference}`"
        is_other = now.major != before.major
        return f"it {_VERBS[link.field]} `{now.reference}` in place of `{before.reference}`" if is_other else ""

    def _targets(self, entry: Entry) -> _Targets:
        known = self._targets_of.get(entry.identity)
        if known is None:
            known = self._targets_of[entry.identity] = _targets(self._after, entry)
        return known

    @cached_property
    def _tools(self) -> dict[Identity, Change]:
        return {each.before.entry.identity: each for each in tool_changes(self._comparison) if each.before is not None}

    @cached_property
    def _narrowed(self) -> frozenset[Identity]:
        return frozenset(
            each.change.before.entry.identity for each in input_changes(self._comparison) if each.reading == "refused"
        )


def _targets(side: Side, entry: Entry) -> _Targets:
    links = side.targets(entry)
    led_to = frozenset(target.identity for _, target in links if target is not None)
    return _Targets(led_to, frozenset((kind, link.name) for link, to in links if to is None for kind in link.wanted))


def _named(side: Side, entry: Entry) -> dict[tuple[str, str], Place]:
    """Return where a resource refers to each name, by the kind that it may have."""
    found: dict[tuple[str, str], Place] = {}
    for link, _ in side.targets(entry):
        for kind in link.wanted:
            found.setdefault((kind, link.name), entry.at_link(link))
    return found
