"""Who spends, and whether that is covered by a budget."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property

from promptops.budgets.budget import Budget
from promptops.budgets.spending import SPENDERS
from promptops.budgets.tree import BudgetTree
from promptops.resources.entries import Entry, Identity, Link
from promptops.resources.project import Project

_SPENDING_PARTS = frozenset({"prompt", "model", "agent"})
_NOT_PRODUCTION = frozenset({"evaluation", "development"})
_UNFIT: Mapping[str, frozenset[str | None]] = {
    "eval": frozenset({"production"}),
    "agent": _NOT_PRODUCTION,
    "feature": _NOT_PRODUCTION,
}
"""Purposes of budgets on which a kind does not draw."""
_NOT_YET = frozenset({"experimental", "retired"})


class Drawing:
    """What spends in a project, and on what it draws."""

    def __init__(self, project: Project, tree: BudgetTree) -> None:
        self._project = project
        self._tree = tree

    @property
    def spenders(self) -> Iterator[Entry]:
        """Yield the agents, evals and features that spend and can say on which budget, in order of files.

        Those of a kind that no budget of the project is meant for are left out: nobody has begun to govern them.
        """
        purposes = {self._tree.purpose(budget) for budget in self._tree.budgets.values()}
        ungoverned = {kind for kind, unfit in _UNFIT.items() if purposes <= unfit}
        for entry in self._project.entries:
            is_spender = entry.kind in SPENDERS or (entry.kind == "feature" and entry.identity in self._features)
            if not is_spender or not entry.native or entry.kind in ungoverned:
                continue
            if self._project.governance(entry, "lifecycle") not in _NOT_YET:
                yield entry

    def is_covered(self, entry: Entry) -> bool:
        """Say whether a spender draws on some budget, itself or by the team or feature that it belongs to."""
        if self._draws(entry) or self._has_allowance(entry):
            return True
        if entry.kind == "agent":
            return any(self._draws(feature) for feature in self._features_with.get(entry.identity, ()))
        if entry.kind != "feature":
            return False
        agents = [part for part in self._parts(entry) if part.kind == "agent"]  # these are told of themselves
        return bool(agents) or any(self._draws(team) for team in self._teams(entry))

    def clash(self, one: Budget, other: Budget) -> bool:
        """Say whether two budgets may both count for the same call, and neither is a part of the other."""
        ids = one.entry.identity, other.entry.identity
        if ids[0] == ids[1] or _differ(one.environment, other.environment):
            return False
        if _differ(self._tree.purpose(one), self._tree.purpose(other)):
            return False
        mine, others = ({each.identity for each in self._tree.models(budget) if each} for budget in (one, other))
        if mine and others and not mine & others:
            return False
        return not any(
            below.entry.identity in ids
            for budget in (one, other)
            for below in self._tree.chain(budget)
            if below is not budget
        )

    def _has_allowance(self, entry: Entry) -> bool:
        """Say whether the owner of an agent or eval holds one budget for it; of several nobody knows which it takes."""
        team = None if entry.kind == "feature" else self._owner(entry)
        draws = () if team is None else self._tree.draws.get(team.identity, ())
        return [self._tree.purpose(draw.budget) in _UNFIT[entry.kind] for draw in draws].count(False) == 1

    def _draws(self, entry: Entry) -> bool:
        return entry.identity in self._tree.draws

    @cached_property
    def _features(self) -> Mapping[Identity, tuple[tuple[Link, Entry | None], ...]]:
        """Return the features with a part that spends, with their links."""
        return {
            entry.identity: targets
            for entry, targets in self._project.linked_of_kind("feature")
            if any(target is not None and target.kind in _SPENDING_PARTS for _, target in _linked(targets, "parts"))
        }

    @cached_property
    def _features_with(self) -> Mapping[Identity, list[Entry]]:
        """Return the features that each resource is a part of."""
        found: dict[Identity, list[Entry]] = {}
        for entry in self._project.of_kind("feature"):
            for part in self._parts(entry):
                found.setdefault(part.identity, []).append(entry)
        return found

    def _parts(self, feature: Entry) -> Iterator[Entry]:
        targets = self._features.get(feature.identity, ())
        return (target for _, target in _linked(targets, "parts") if target is not None)

    def _teams(self, feature: Entry) -> Iterator[Entry]:
        targets = self._features.get(feature.identity, ())
        yield from (target for _, target in _linked(targets, "accountable") if target is not None)
        owner = self._owner(feature)
        if owner is not None:
            yield owner

    def _owner(self, entry: Entry) -> Entry | None:
        owner = self._project.owner(entry)
        return None if owner is None else self._project.team(owner)


def _linked(targets: tuple[tuple[Link, Entry | None], ...], field: str) -> Iterator[tuple[Link, Entry | None]]:
    return ((link, target) for link, target in targets if link.field == field)


def _differ(one: str | None, other: str | None) -> bool:
    return one is not None and other is not None and one != other
