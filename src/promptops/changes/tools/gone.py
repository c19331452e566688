"""Tools that a change took away or renamed, and how texts write the names that they had."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from promptops.changes.change import Change
from promptops.changes.comparison import Comparison
from promptops.changes.successors import only_kin
from promptops.changes.tools.tool_changes import leaf_of, parts_of, tool_changes
from promptops.resources.entries import Entry


class GoneTool(NamedTuple):
    """A tool of the baseline whose name the head has not.

    `was` is its name; `new` is the last part of the name that took its place, if any is known, and `is_renamed` says
    that the tool is the same. `spellings` are the old name as texts write it, without those that some tool still has.
    """

    change: Change
    was: str
    new: str | None
    is_renamed: bool
    spellings: tuple[str, ...]

    def renamed(self, spelling: str) -> str | None:
        """Return the new name in the manner of a spelling of the old one."""
        if self.new is None:
            return None
        return self.new.replace("-", "_") if "_" in spelling and "_" not in self.was else self.new


def gone_tools(comparison: Comparison) -> tuple[GoneTool, ...]:
    """Return the tools that went away under their name; one that could not be read at the head is still there."""
    gone = [change for change in tool_changes(comparison) if change.status in ("removed", "renamed")]
    if not gone:
        return ()
    project = comparison.after.project
    names = {leaf_of(name) for name in project.names.get("tool", ())}
    living = names.union(spellings(project.of_kind("tool")))
    known = set(map(leaf_of, comparison.before.project.names.get("tool", ())))
    came = {name: parts_of(name) for name in names - known}
    found = []
    for change in gone:
        before = (change.before or change.known).entry
        if not project.named("tool", before.name):
            is_renamed = change.status == "renamed"
            new = leaf_of(change.name) if is_renamed else only_kin(parts_of(before.name), came)
            written = tuple(name for name in spellings([before]) if name not in living)
            found.append(GoneTool(change, before.name, new, is_renamed, written))
    return tuple(found)


def spellings(tools: Iterable[Entry]) -> tuple[str, ...]:
    """Return the names of tools as texts write them: without folders; of the native format also as identifiers."""
    found: dict[str, None] = {}
    for tool in tools:
        leaf = leaf_of(tool.name)
        found[leaf] = None
        if tool.native:
            found[leaf.replace("-", "_")] = None
    return tuple(found)
