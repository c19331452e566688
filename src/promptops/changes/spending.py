"""Which budget each thing that spends draws on."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from promptops.budgets.spending import DRAWING, HOLDER, SPENDERS
from promptops.changes.side import Side
from promptops.resources.entries import Entry, Link, Place


class Draw(NamedTuple):
    """One way in which a resource draws on a budget: where that is written, and the name of the budget.

    `is_there` says that there is such a budget.
    """

    at: Place
    budget: str
    is_there: bool


def draws_of(side: Side, entry: Entry) -> Iterator[Draw]:
    """Yield how a resource draws on budgets: on the one that it names, its parent, and those that name it as holder."""
    for link, target in side.targets(entry):
        if link.field in DRAWING:
            yield Draw(entry.at_link(link), link.name, target is not None)
    for holder, link in side.referrers(entry.kind, entry.name):
        if link.field == HOLDER and side.project.resolve(link) is entry:
            yield Draw(holder.at_link(link), holder.name, is_there=True)


def drawers_on(side: Side, budget: Entry) -> Iterator[Entry]:
    """Yield what draws on a budget: what names it, the budgets that are parts of it, and its holder.

    A team or a feature spends by what belongs to it: as a holder it counts where nothing else draws on the budget.
    """
    is_named = False
    for entry, link in side.referrers("budget", budget.name):
        if link.field in DRAWING:
            is_named = True
            yield entry
    for link, target in side.targets(budget):
        if link.field == HOLDER and target is not None and target.sound and (target.kind in SPENDERS or not is_named):
            yield target


def holder_of(side: Side, budget: Entry) -> Link | None:
    """Return the reference to who may spend a budget."""
    return next((link for link, _ in side.targets(budget) if link.field == HOLDER), None)
