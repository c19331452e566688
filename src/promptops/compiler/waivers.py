"""Which waiver holds back which finding."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import TYPE_CHECKING

from promptops.diagnostics import Diagnostic
from promptops.resources.entries import Entry
from promptops.resources.project import Project

if TYPE_CHECKING:
    from promptops.rules.waivers import Leave

_WAIVER = "waiver"


class Waivers:
    """The waivers that hold on a day; remembers which of them held something back.

    What is wrong with a waiver itself is waived by none.
    """

    def __init__(self, leaves: Iterable[Leave], today: date) -> None:
        self._holding: dict[tuple[str, str], list[Leave]] = {}
        for leave in leaves:
            if leave.holds(today):
                self._holding.setdefault((leave.rule, leave.name), []).append(leave)
        self._used: set[tuple[str, int]] = set()

    def holding_back(self, found: Diagnostic, *about: Entry | None) -> Leave | None:
        """Return the waiver that holds back a finding about a resource, of which there may be several entries."""
        entries = [entry for entry in about if entry is not None and entry.kind != _WAIVER]
        for entry in entries:
            for leave in self._holding.get((found.rule, entry.name), ()):
                if leave.names(entry) and leave.is_for(found):
                    self._used.add(leave.entry.identity)
                    return leave
        return None

    def idle(self) -> Iterator[Leave]:
        """Yield the waivers that hold, and have held nothing back."""
        holding = (leave for leaves in self._holding.values() for leave in leaves)
        return (leave for leave in holding if leave.entry.identity not in self._used)


def concerned(leaves: Iterable[Leave], project: Project) -> Iterator[str]:
    """Yield the files that waivers concern: their own, and those of the resources that they name."""
    named: dict[str, list[Leave]] = {}
    for leave in leaves:
        named.setdefault(leave.name, []).append(leave)
        yield leave.entry.path
    for entry in project.entries if named else ():
        if any(leave.names(entry) for leave in named.get(entry.name, ())):
            yield entry.path
