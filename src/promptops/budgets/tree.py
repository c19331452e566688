"""All budgets of a project: which are parts of which, and who draws on them."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property, lru_cache
from typing import NamedTuple

from promptops.budgets.budget import Budget, amounts_of, read_budget
from promptops.budgets.money import Unit
from promptops.budgets.prices import Rates, rates_of
from promptops.budgets.spending import SPENDERS
from promptops.catalog import Catalog
from promptops.graph.components import shortest_cycle, strongly_connected
from promptops.resources.entries import Entry, Identity, Link, Place
from promptops.resources.project import Project, Targets


class Draw(NamedTuple):
    """One way in which a resource draws on a budget: by its own key, by an environment's override, or as the holder.

    `link` says so, in `holder`; `environment` is the name of the only one in which it holds, None for all.
    """

    spender: Entry
    budget: Budget
    holder: Entry
    link: Link
    environment: str | None = None

    @property
    def at(self) -> Place:
        """Return where that is written."""
        return self.holder.at_link(self.link)


class BudgetTree:
    """The budgets of a project that are in use, in order of files.

    The parents of budgets may form circles: `cycles` holds a shortest one of each set of budgets that are all parts of
    each other, and `chain` never goes round in one.
    """

    def __init__(self, project: Project) -> None:
        self._project = project
        self.budgets: Mapping[Identity, Budget] = {
            entry.identity: read_budget(entry, targets)
            for entry, targets in project.linked_of_kind("budget")
            if not project.is_retired(entry)
        }
        self._purposes: dict[Identity, Budget] = {}
        self._models: dict[Identity, Budget] = {}

    @cached_property
    def _parts(self) -> Mapping[Identity, Sequence[Budget]]:
        found: dict[Identity, list[Budget]] = {}
        for budget in self.budgets.values():
            if budget.parent is not None:
                found.setdefault(budget.parent.identity, []).append(budget)
        return found

    def parts(self, budget: Budget) -> Sequence[Budget]:
        """Return the budgets that are parts of one, in order of files."""
        return self._parts.get(budget.entry.identity, ())

    def whole(self, budget: Budget) -> Budget | None:
        """Return the budget that one is a part of."""
        return None if budget.parent is None else self.budgets.get(budget.parent.identity)

    @property
    def roots(self) -> Iterator[Budget]:
        """Yield the budgets that are parts of no other, and one budget of each circle."""
        yield from (each for each in self.budgets.values() if self.whole(each) is None)
        yield from (cycle[0] for cycle in self.cycles)

    def chain(self, budget: Budget) -> Iterator[Budget]:
        """Yield a budget, the one that it is a part of, and so on; each once."""
        met: set[Identity] = set()
        current: Budget | None = budget
        while current is not None and current.entry.identity not in met:
            met.add(current.entry.identity)
            yield current
            current = self.whole(current)

    def purpose(self, budget: Budget) -> str | None:
        """Return what a budget is for: what it says itself, else what the nearest one above it says."""
        return self.with_purpose(budget).purpose

    def with_purpose(self, budget: Budget) -> Budget:
        """Return the budget that says what one is for: itself or the nearest one above it, the last where none does."""
        return self._saying(budget, lambda each: bool(each.purpose), self._purposes)

    def models(self, budget: Budget) -> tuple[Entry | None, ...]:
        """Return the models that a budget may be spent on, its own or those of the nearest one above it; maybe none."""
        return self._saying(budget, lambda each: bool(each.models), self._models).models

    def rates(self, budget: Budget) -> Rates | None:
        """Return what a token costs at the models that a budget may be spent on; None where that is not known."""
        return rates_of(self.models(budget), Catalog.of(self._project))

    def _saying(self, budget: Budget, says: Callable[[Budget], bool], known: dict[Identity, Budget]) -> Budget:
        """Return the nearest budget on the chain that says something, else the last; each is looked at once in all."""
        nearest = known.get(budget.entry.identity)
        if nearest is not None:
            return nearest
        passed: list[Budget] = []
        found = budget
        for found in self.chain(budget):
            passed.append(found)
            if found.entry.identity in known or says(found):
                break
        found = known.get(found.entry.identity, found)
        known.update((each.entry.identity, found) for each in passed)
        return found

    @cached_property
    def cycles(self) -> tuple[tuple[Budget, ...], ...]:
        """Return a shortest circle of parents for each set of budgets that are all parts of each other."""
        budgets = list(self.budgets.values())
        numbers = {each.entry.identity: number for number, each in enumerate(budgets)}
        wholes = [self.whole(each) for each in budgets]
        successors = [[] if whole is None else [numbers[whole.entry.identity]] for whole in wholes]
        found = (shortest_cycle(successors, component) for component in sorted(strongly_connected(successors)))
        return tuple(tuple(budgets[number] for number in cycle[:-1]) for cycle in found if cycle)

    @cached_property
    def amounts_in(self) -> Mapping[str, Mapping[Identity, Mapping[Unit, int]]]:
        """Return the amounts that each environment puts in the place of those of budgets, by its name."""
        found: dict[str, dict[Identity, Mapping[Unit, int]]] = {}
        for environment, targets in self._environments:
            written = json.loads(environment.data).get("overrides", {}) if '"amount"' in environment.data else {}
            for link, target in targets:
                amount = written.get(link.text, {}).get("amount") if link.field == "overrides" else None
                if amount and target is not None and target.identity in self.budgets:
                    found.setdefault(environment.name, {})[target.identity] = amounts_of(amount)
        return found

    @cached_property
    def _environments(self) -> Sequence[tuple[Entry, Targets]]:
        return list(self._project.linked_of_kind("environment"))

    @cached_property
    def draws(self) -> Mapping[Identity, Sequence[Draw]]:
        """Return in which ways each resource in use draws on budgets, for those that do."""
        found: dict[Identity, list[Draw]] = {}
        for draw in (*self._named(), *self._held(), *self._overridden()):
            if not self._project.is_retired(draw.spender):
                found.setdefault(draw.spender.identity, []).append(draw)
        return found

    def draws_in(self, environment: str | None) -> Iterator[Draw]:
        """Yield the draws that hold in an environment: of what it gives another budget, on that one alone."""
        for draws in self.draws.values():
            there = [draw for draw in draws if environment is not None and draw.environment == environment]
            yield from there or (draw for draw in draws if draw.environment is None)

    def _named(self) -> Iterator[Draw]:
        for entry, targets in zip(self._project.entries, self._project.targets, strict=True):
            if entry.kind in SPENDERS:
                for link, target in targets:
                    budget = self._known(target) if link.field == "budget" else None
                    if budget is not None:
                        yield Draw(entry, budget, entry, link)

    def _held(self) -> Iterator[Draw]:
        for budget in self.budgets.values():
            link, holder = budget.holder or (None, None)
            if link is not None and holder is not None and holder.sound:
                yield Draw(holder, budget, budget.entry, link)

    def _overridden(self) -> Iterator[Draw]:
        for environment, targets in self._environments:
            subjects = {tuple(link.keys): target for link, target in targets if link.field == "overrides"}
            for link, target in targets:
                spender = subjects.get(tuple(link.keys[:-1])) if link.field == "overrides.budget" else None
                budget = self._known(target)
                if spender is not None and spender.sound and budget is not None:
                    yield Draw(spender, budget, environment, link, environment.name)

    def _known(self, entry: Entry | None) -> Budget | None:
        return None if entry is None else self.budgets.get(entry.identity)


@lru_cache(maxsize=2)  # the two sides of a comparison
def budget_tree(project: Project) -> BudgetTree:
    """Return the tree of a project's budgets, made once for all rules of a run."""
    return BudgetTree(project)
