"""What happened to each tool: which one of those that came is one that went, under another name.

Tools of one server have most words of their schemas in common, so a tool is known by its description.
"""

from __future__ import annotations

from collections.abc import Iterator

from promptops.changes.change import Change, Kept
from promptops.changes.comparison import Comparison
from promptops.changes.similarity import likeness, words_of
from promptops.changes.snapshot import Snapshot
from promptops.diagnostics import Span

_ALIKE = 0.6
"""The share of words in common from which two descriptions are of the same tool."""


def tool_changes(comparison: Comparison) -> Iterator[Change]:
    """Yield the changes of tools; of two with little more than a schema in common, the one that went as removed."""
    for change in comparison.of_kind("tool"):
        if not isinstance(change, Kept) or not change.renamed or _are_one(*change.both):
            yield change
        else:
            old = {entry.reference for entry, _ in comparison.after.referrers("tool", change.before.entry.name)}
            consumers = tuple(each for each in change.consumers if each.name in old or isinstance(each.at, Span))
            yield Change(change.before, None, consumers)


def kept_tools(comparison: Comparison) -> Iterator[Kept]:
    """Yield the changes of tools that are on both sides."""
    return (change for change in tool_changes(comparison) if isinstance(change, Kept))


def parts_of(name: str) -> frozenset[str]:
    """Return the words of which the last part of a tool's name is made."""
    return frozenset(leaf_of(name).replace("-", "_").casefold().split("_")) - {""}


def leaf_of(name: str) -> str:
    """Return the last part of a name: what a model is shown of it."""
    return name.rpartition("/")[2]


def _are_one(before: Snapshot, after: Snapshot) -> bool:
    old, new = _description(before), _description(after)
    if old or new:
        return likeness(words_of(old), words_of(new)) >= _ALIKE
    # Of two that say nothing, one stands in the other's place, or their names have a word in common.
    left, right = before.entry, after.entry
    return left.identity == right.identity or not parts_of(left.name).isdisjoint(parts_of(right.name))


def _description(snapshot: Snapshot) -> str:
    text = snapshot.data.get("description")
    return text.strip() if isinstance(text, str) else ""
