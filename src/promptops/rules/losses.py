"""What a change takes away from conversations that began before it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import NamedTuple

from promptops.changes.change import Change, Earlier
from promptops.changes.comparison import Comparison
from promptops.changes.side import Side
from promptops.resources.entries import Entry, Place
from promptops.rules.grants import Counterparts, Grant, Key, grants, has_unknown_tools, key_of, partners
from promptops.rules.tool_changes import tool_changes
from promptops.rules.tool_inputs import input_changes

_VERBS: Mapping[str, str] = {"handoffs": "hands off to", "prompt": "follows"}
"""What an agent does with other resources than tools, by the field that names them."""


class Loss(NamedTuple):
    """One thing that conversations can no longer do: in words, where it was, and where the head still names it."""

    words: str
    was_at: Earlier
    at: Place | None


class Losses:
    """Finds what the conversations of each agent, and of each prompt with tools of its own, lose."""

    def __init__(self, comparison: Comparison) -> None:
        self._comparison = comparison
        self._before, self._after = comparison.before, comparison.after
        self._counterparts = Counterparts(comparison)

    def by_holder(self) -> Iterator[tuple[Entry, Entry | None, list[Loss]]]:
        """Yield each resource of the baseline that conversations lose something of, with what it is at the head."""
        for before in self._holders():
            after = self._counterparts.of(before)
            if after is not None:
                found = list(self._of(before, after))
            elif before.kind == "agent" and self._counterparts.are_known(before):
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
        reached = {key_of(entry): entry for entry in self._reached()}
        for entry in sorted(reached.values(), key=key_of):
            is_retired = self._before.project.governance(entry, "lifecycle") == "retired"
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
        left = grants(self._after, after)
        for grant in grants(self._before, before).values():
            yield from self._of_tool(grant, left, after)
        if before.kind == "agent":
            yield from self._of_agent(before, after)

    def _of_tool(self, grant: Grant, left: Mapping[Key, Grant], after: Entry) -> Iterator[Loss]:
        if not self._counterparts.are_known(grant.tool):
            return
        name, was_at = grant.tool.name, Earlier(grant.at)
        now = _named_at(self._after, after, "tool", name)
        change = self._tools.get(key_of(grant.tool))
        tool = self._counterparts.of(grant.tool) if change is None or change.status != "removed" else None
        if tool is None:
            yield Loss(f"the tool `{name}` is gone", was_at, now)
        elif tool.name != name:
            yield Loss(f"the tool `{name}` is `{tool.name}`", was_at, now)
        elif key_of(tool) not in left and after.kind == "agent":
            yield Loss(f"it may no longer call `{name}`", was_at, now)
        elif key_of(grant.tool) in self._narrowed:
            yield Loss(f"`{name}` takes less", was_at, now)

    def _of_agent(self, before: Entry, after: Entry) -> Iterator[Loss]:
        left = {key_of(target) for _, target in self._after.targets(after) if target is not None}
        for link, target in self._before.targets(before):
            if link.field not in _VERBS or target is None or _is_dangling(self._after, after, target):
                continue
            if not self._counterparts.are_known(target):
                continue
            now = self._counterparts.of(target)
            is_left = now is not None and key_of(now) in left
            if now is None or not is_left or now.major != target.major:
                verb, was_at = _VERBS[link.field], Earlier(before.at_link(link))
                words = f"it no longer {verb} `{target.reference}`"
                if now is not None and is_left:
                    words = f"it {verb} `{now.reference}` in place of `{target.reference}`"
                yield Loss(words, was_at, _named_at(self._after, after, target.kind, target.name))

    @cached_property
    def _tools(self) -> dict[Key, Change]:
        return {key_of(each.before.entry): each for each in tool_changes(self._comparison) if each.before is not None}

    @cached_property
    def _narrowed(self) -> frozenset[Key]:
        return frozenset(
            key_of(each.change.before.entry)
            for each in input_changes(self._comparison)
            if each.change.before is not None and each.reading == "refused"
        )


def _is_dangling(side: Side, entry: Entry, gone: Entry) -> bool:
    """Say whether a resource still names what is gone: then that is what others report at that line."""
    return any(
        target is None and link.name == gone.name and gone.kind in link.wanted for link, target in side.targets(entry)
    )


def _named_at(side: Side, entry: Entry, kind: str, name: str) -> Place | None:
    """Return where a resource refers to a name."""
    links = (link for link, _ in side.targets(entry) if kind in link.wanted and link.name == name)
    return next((entry.at_link(link) for link in links), None)
