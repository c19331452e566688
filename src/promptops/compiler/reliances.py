"""What depends on the resources of a project, and what is expected of them, with lines and columns."""

from __future__ import annotations

from collections.abc import Sequence

from promptops.changes.change import Where
from promptops.changes.impact import Dependant, Reliant, dependants_of, expectations_of
from promptops.compiler.locating import ProjectLocator
from promptops.compiler.sides import Compiled
from promptops.diagnostics import Span
from promptops.reports.reliance import DependantRow, ExpectationRow, Reliances
from promptops.resources.entries import Entry, Place

KINDS_WITH_WORDING = ("prompt", "fragment", "tool")
"""The kinds of which wording or an interface is expected."""


def impact_on(compiled: Compiled, entries: Sequence[Entry], root: str) -> Reliances:
    """Return what depends on some resources at any distance, and what is expected of them."""
    side, locator = compiled.side, compiled.locator
    dependants = tuple(_dependant(each, locator) for each in dependants_of(side, entries))
    found = tuple(_reliant(each, locator) for each in expectations_of(side, entries, compiled.settings.ignores))
    return Reliances(tuple(entry.reference for entry in entries), dependants, found, root)


def expected_of(compiled: Compiled, entries: Sequence[Entry], root: str) -> Reliances:
    """Return what is expected of some resources."""
    side, locator = compiled.side, compiled.locator
    with_wording = [entry for entry in entries if entry.kind in KINDS_WITH_WORDING]
    found = expectations_of(side, with_wording, compiled.settings.ignores)
    return Reliances((), (), tuple(_reliant(each, locator) for each in found), root)


def _dependant(dependant: Dependant, locator: ProjectLocator) -> DependantRow:
    name, owner, how, at, through, distance = dependant
    return DependantRow(name, owner, how, _span(at, locator), through, distance)


def _reliant(reliant: Reliant, locator: ProjectLocator) -> ExpectationRow:
    subject, each, is_met = reliant
    span = _span(each.at, locator)
    return ExpectationRow(
        subject,
        each.consumer,
        each.owner,
        each.kind,
        each.value,
        each.origin,
        each.evidence,
        each.is_certain,
        is_met,
        span,
    )


def _span(at: Where, locator: ProjectLocator) -> Span:
    return locator.span(at) if isinstance(at, Place) else at if isinstance(at, Span) else locator.span(at.place)
