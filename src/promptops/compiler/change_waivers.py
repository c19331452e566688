"""Which waivers hold back findings about a change: those of the baseline, and those that the change itself adds."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Literal, NamedTuple, TypeAlias

from promptops.changes.change import Change
from promptops.compiler.change_findings import ChangeFinding
from promptops.compiler.waivers import Waivers
from promptops.resources.entries import Entry
from promptops.resources.project import Project
from promptops.rules import is_over_changes
from promptops.rules.waivers import Leave, leaves

Trust: TypeAlias = Literal["baseline", "head"]
"""Whose waivers count: with `baseline`, a change cannot excuse itself, as is right for one from a stranger."""


class WaivedFinding(NamedTuple):
    """A finding that a waiver holds back.

    `in_this_change` says that the waiver is new: then the owner of the resource that changed must approve it.
    """

    finding: ChangeFinding
    leave: Leave
    in_this_change: bool


class ChangeWaivers:
    """The waivers of both sides, on a day."""

    def __init__(self, before: Project, after: Project, today: date, trust: Trust) -> None:
        kept = {leave.entry.identity for leave in kept_waivers(before, after)}
        added = (leave for leave in leaves(after) if leave.entry.identity not in kept) if trust == "head" else ()
        self._known = Waivers(leaves(before), today)
        self._added = Waivers(added, today)

    def sift(self, found: Iterable[ChangeFinding]) -> tuple[list[ChangeFinding], tuple[WaivedFinding, ...]]:
        """Return the findings that are to be said, and those that are held back."""
        kept, waived = [], []
        for finding in found:
            about = _entries(finding.change)
            for waivers in (self._known, self._added):
                leave = waivers.holding_back(finding.diagnostic, *about)
                if leave is not None:
                    waived.append(WaivedFinding(finding, leave, in_this_change=waivers is self._added))
                    break
            else:
                kept.append(finding)
        return kept, tuple(waived)

    def idle(self) -> Iterator[Leave]:
        """Yield the waivers of rules over changes that the change adds and that have held nothing back."""
        return (leave for leave in self._added.idle() if is_over_changes(leave.rule))


def kept_waivers(before: Project, after: Project) -> Iterator[Leave]:
    """Yield the waivers of a head that its baseline has on the same terms."""
    known = set(map(_terms, leaves(before)))
    return (leave for leave in leaves(after) if _terms(leave) in known)


def _terms(leave: Leave) -> tuple[object, ...]:
    """Return what must be the same for a waiver to be the one that was approved."""
    return leave[1:]


def _entries(change: Change) -> tuple[Entry, ...]:
    return tuple(side.entry for side in (change.before, change.after) if side is not None)
