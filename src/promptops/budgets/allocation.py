"""Whether the parts of a budget fit in it, in one unit and one window."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from typing import NamedTuple

from promptops.budgets.budget import Budget
from promptops.budgets.money import UNITS, Unit
from promptops.budgets.prices import Rates
from promptops.budgets.tree import BudgetTree
from promptops.budgets.windows import draws_in
from promptops.resources.entries import Identity


class Share(NamedTuple):
    """What a part takes of a budget in one of its windows: `amount` in `unit` of its own, `draws` times.

    `total` is that in the unit of the whole: tokens for money, and money for tokens, at the rate that makes it least.
    It is None where a part that is given anew for each window would in the end use up whatever there is.
    """

    part: Budget
    amount: int
    unit: Unit
    draws: Fraction | None
    total: Fraction | None


class Allocation(NamedTuple):
    """What the parts of a budget take of it in one unit and window.

    `unknown` are the parts that have an amount in another unit alone, and models whose prices nobody knows.
    `environment` is the one whose overrides hold, None for the amounts as the budgets have them.
    """

    whole: Budget
    unit: Unit
    amount: int
    shares: Sequence[Share]
    unknown: Sequence[Budget]
    environment: str | None = None

    @property
    def total(self) -> Fraction | None:
        """Return what the parts take together; None where one of them takes everything in the end."""
        taken = [share.total for share in self.shares]
        return None if None in taken else sum((each for each in taken if each is not None), Fraction(0))

    @property
    def is_exceeded(self) -> bool:
        """Say whether the parts may spend more than there is."""
        return self.total is None or self.total > self.amount


def allocations(tree: BudgetTree, environment: str | None = None) -> Iterator[Allocation]:
    """Yield what the parts take of each budget that has some, in each of its units, in order of files.

    In an environment these are the budgets that hold there, with the amounts that it overrides; without one, all of
    them, with their own. A budget that is a part of itself has no whole that they could fit into.
    """
    overridden = tree.amounts_in.get(environment or "", {})
    circular = {budget.entry.identity for cycle in tree.cycles for budget in cycle}
    for whole in tree.budgets.values():
        if holds_in(whole, environment) and whole.entry.identity not in circular:
            parts = [part for part in tree.parts(whole) if holds_in(part, environment)]
            amounts = overridden.get(whole.entry.identity, whole.amounts)
            for unit in UNITS if parts else ():
                if unit in amounts:
                    shares, unknown = _shares(tree, whole, unit, parts, overridden)
                    yield Allocation(whole, unit, amounts[unit], shares, unknown, environment)


def holds_in(budget: Budget, environment: str | None) -> bool:
    """Say whether a budget holds in an environment; None stands for all of them together."""
    return environment is None or budget.environment is None or budget.environment == environment


def _shares(
    tree: BudgetTree,
    whole: Budget,
    unit: Unit,
    parts: Iterable[Budget],
    overridden: Mapping[Identity, Mapping[Unit, int]],
) -> tuple[list[Share], list[Budget]]:
    shares: list[Share] = []
    unknown: list[Budget] = []
    for part in parts:
        amounts = overridden.get(part.entry.identity, part.amounts)
        draws = draws_in(part.window, whole.window)
        if unit in amounts:
            shares.append(_share(part, amounts[unit], unit, draws, Fraction(1)))
            continue
        rates = tree.rates(part)
        rate = None if rates is None else _rate(rates, unit)
        if rate is None:
            unknown.append(part)
        else:
            ((other, amount),) = amounts.items()
            shares.append(_share(part, amount, other, draws, rate))
    return shares, unknown


def _share(part: Budget, amount: int, unit: Unit, draws: Fraction | None, rate: Fraction) -> Share:
    endless = draws is None and amount > 0
    return Share(part, amount, unit, draws, None if endless else amount * (draws or Fraction(0)) * rate)


def _rate(rates: Rates, into: Unit) -> Fraction | None:
    """Return what one token costs at least, or how many tokens a micro-USD buys at least."""
    if into == "usd":
        return rates.least
    return 1 / rates.most if rates.most else None
