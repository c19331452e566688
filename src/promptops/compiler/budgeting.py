"""The budgets of a project with what requests take of them, and how both differ from a baseline."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property
from math import ceil

from promptops.bounds import Bound, Bounds
from promptops.budgets.allocation import Allocation, allocations, holds_in
from promptops.budgets.budget import Budget
from promptops.budgets.money import UNITS, Unit
from promptops.budgets.tree import budget_tree
from promptops.budgets.worst_case import MAKES_REQUESTS, worst_case
from promptops.catalog import Catalog
from promptops.compiler.sides import Compiled
from promptops.reports.budgets.rows import BudgetReport, BudgetRow, Change, RequestRow, UnitRow, Value, What
from promptops.resources.entries import Identity

_Worst = dict[Unit, int | None]


class Budgeting:
    """The budgets of one side, in one environment or in all of them."""

    def __init__(self, compiled: Compiled, environment: str | None = None) -> None:
        """Look at an environment by its name; without one, at what the files have by themselves."""
        self._project = compiled.project
        self._locator = compiled.locator
        self._environment = environment
        self._tree = budget_tree(compiled.project)
        side = compiled.side
        catalog = Catalog.of(compiled.project)
        found = compiled.project.named("environment", environment) if environment is not None else ()
        entry = next((each for each in found if each.sound), None)
        self._bounds = Bounds.of(compiled.project, catalog, lambda each: side.snapshot(each).texts, entry)

    def report(self, root: str = ".") -> BudgetReport:
        """Return what is to be shown; `root` leads from the reader to the project."""
        budgets = tuple(self._budget(each, depth) for each, depth in self._ordered)
        return BudgetReport(budgets, tuple(self._requests()), self._environment, None, root)

    @cached_property
    def _ordered(self) -> list[tuple[Budget, int]]:
        """Return the budgets that hold, each before its parts, with how deep it stands."""
        found: list[tuple[Budget, int]] = []
        met: set[Identity] = set()
        todo = [(budget, 0) for budget in reversed(list(self._tree.roots))]
        while todo:
            budget, depth = todo.pop()
            if budget.entry.identity not in met:
                met.add(budget.entry.identity)
                holds = holds_in(budget, self._environment)
                found += [(budget, depth)] if holds else []
                todo += [(part, depth + holds) for part in reversed(self._tree.parts(budget))]
        return found

    def _budget(self, budget: Budget, depth: int) -> BudgetRow:
        whole, holder = self._tree.whole(budget), budget.holder
        return BudgetRow(
            budget.entry.reference,
            depth,
            None if whole is None else whole.entry.reference,
            "" if holder is None else holder[0].text,
            budget.window,
            budget.environment,
            self._tree.purpose(budget),
            budget.on_exceed,
            tuple(self._unit(budget, unit) for unit in UNITS if unit in self._amounts(budget)),
            self._locator.span(budget.entry.at("name")),
        )

    def _unit(self, budget: Budget, unit: Unit) -> UnitRow:
        worst = self._worst_of[budget.entry.identity][unit]
        allocation = self._allocations.get((budget.entry.identity, unit))
        if allocation is None:
            return UnitRow(unit, self._amounts(budget)[unit], 0, 0, worst)
        total = allocation.total
        parts = None if total is None else ceil(total)
        return UnitRow(unit, allocation.amount, parts, len(allocation.unknown), worst)

    def _amounts(self, budget: Budget) -> Mapping[Unit, int]:
        overridden = self._tree.amounts_in.get(self._environment or "", {})
        return overridden.get(budget.entry.identity, budget.amounts)

    @cached_property
    def _allocations(self) -> Mapping[tuple[Identity, Unit], Allocation]:
        found = allocations(self._tree, self._environment)
        return {(each.whole.entry.identity, each.unit): each for each in found}

    @cached_property
    def _worst_of(self) -> Mapping[Identity, _Worst]:
        """Return the most that one request takes of each budget or of a part of it, nothing where none does."""
        found: dict[Identity, _Worst] = {budget.entry.identity: dict.fromkeys(UNITS, 0) for budget, _ in self._ordered}
        for draw in self._tree.draws_in(self._environment):
            worst = found.get(draw.budget.entry.identity)
            if worst is not None and draw.spender.kind in MAKES_REQUESTS:
                _raise(worst, _worst(self._bounds.request(draw.spender)))
        for budget, _ in reversed(self._ordered):
            whole = self._tree.whole(budget)
            above = None if whole is None else found.get(whole.entry.identity)
            if above is not None:
                _raise(above, found[budget.entry.identity])
        return found

    def _requests(self) -> Iterator[RequestRow]:
        paying: dict[Identity, list[str]] = {}
        for draw in self._tree.draws_in(self._environment):
            if holds_in(draw.budget, self._environment):
                paying.setdefault(draw.spender.identity, []).append(draw.budget.name)
        asked = (entry for entry in self._project.entries if entry.kind in MAKES_REQUESTS)
        entries = [entry for entry in asked if not self._project.is_retired(entry)]
        gaps = self._bounds.nearest_gaps(entries)
        for entry in entries:
            gap = gaps.get(entry.identity)
            budgets = tuple(dict.fromkeys(paying.get(entry.identity, ())))
            worst, span = _worst(self._bounds.request(entry)), self._locator.span(entry.at("name"))
            yield RequestRow(entry.reference, budgets, worst, "" if gap is None else gap.message, span)


def _worst(bound: Bound) -> _Worst:
    return {unit: worst_case(bound, unit) for unit in UNITS}


def _raise(known: _Worst, other: _Worst) -> None:
    """Raise what is known of each unit to what another thing takes."""
    for unit, most in other.items():
        mine = known[unit]
        known[unit] = None if mine is None or most is None else max(mine, most)


def changes_between(before: BudgetReport, after: BudgetReport) -> tuple[Change, ...]:
    """Return the numbers that differ, in the order of the later report, then those that are gone."""
    was, now = dict(_numbers(before)), dict(_numbers(after))
    return tuple(
        Change(*key, was.get(key), now.get(key)) for key in dict.fromkeys([*now, *was]) if was.get(key) != now.get(key)
    )


def _numbers(report: BudgetReport) -> Iterator[tuple[tuple[str, What, Unit], Value]]:
    for row in report.budgets:
        for unit in row.units:
            yield (row.reference, "amount", unit.unit), Value(unit.amount)
            yield (row.reference, "parts", unit.unit), Value(unit.parts)
    for request in report.requests:
        for each, worst in request.worst.items():
            yield (request.reference, "worst case", each), Value(worst)
