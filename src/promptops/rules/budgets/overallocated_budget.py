"""The parts of a budget add up to more than the budget.

## What it does
It adds up the budgets that name one as their `parent`, in one unit and in one of its windows, in UTC. A part with a
shorter window counts as often as it begins anew: 31 days in a month, 92 in a quarter, five weeks in a month. A part
with a longer one has to fit into the fewest: a month's amount into 28 days. Tokens below an amount in USD, and USD
below tokens, are converted by the prices of the models that the part names, at the price that makes them least; where
there is no price, an info says that nobody can compare the two. An environment that overrides amounts is looked at as
well.

## Why is this bad?
The same money is promised twice. All goes well until everybody takes what they were given; then the whole is used up
in the middle of the month, and whoever asks last gets nothing, customers among them.

## Example
```yaml budgets/support.yaml
kind: Budget
name: support
holder: team:support
amount:
  usd: 9000  # error: [overallocated-budget]
window: month
on_exceed: alert
---
kind: Budget
name: support/chat
holder: team:support
parent: support
amount: {usd: 250}
window: day
on_exceed: block
---
kind: Budget
name: support/refunds
holder: team:support
parent: support
amount: {usd: 1500}
window: month
on_exceed: block
```

## Near miss
In a month of 31 days the parts take just what there is.

```yaml budgets/support.yaml
kind: Budget
name: support
holder: team:support
amount: {usd: 9250}
window: month
on_exceed: alert
---
kind: Budget
name: support/chat
holder: team:support
parent: support
amount: {usd: 250}
window: day
on_exceed: block
---
kind: Budget
name: support/refunds
holder: team:support
parent: support
amount: {usd: 1500}
window: month
on_exceed: block
```

## Use instead
Take from one part what another one gets, or raise the whole.

```yaml budgets/support.yaml
kind: Budget
name: support
holder: team:support
amount: {usd: 9000}
window: month
on_exceed: alert
---
kind: Budget
name: support/chat
holder: team:support
parent: support
amount: {usd: 240}
window: day
on_exceed: block
---
kind: Budget
name: support/refunds
holder: team:support
parent: support
amount: {usd: 1500}
window: month
on_exceed: block
```
"""

from __future__ import annotations

from collections.abc import Iterator

from promptops.budgets.allocation import Allocation, Share, allocations
from promptops.budgets.money import in_words
from promptops.budgets.tree import BudgetTree, budget_tree
from promptops.budgets.windows import in_words as window_words
from promptops.diagnostics import Severity
from promptops.resources.entries import Identity
from promptops.rules.contexts import Problem, ProjectContext
from promptops.rules.rule import project_rule

_ADVICE = "lower the parts until they fit, or raise the whole"
_CANNOT_COMPARE = "give both an amount in one unit, or give prices to the models of the part"
_MOST_SHOWN = 5


@project_rule(severity=Severity.ERROR, since="0.1.0")
def overallocated_budget(context: ProjectContext) -> Iterator[Problem]:
    """Yield a problem for each budget whose parts may spend more, and for each that cannot be compared with them."""
    tree = budget_tree(context.project)
    told: set[tuple[Identity, str]] = set()
    for environment in (None, *tree.amounts_in):
        for found in allocations(tree, environment):
            key = found.whole.entry.identity, found.unit
            if found.is_exceeded and key not in told:
                told.add(key)
                yield _problem(found)
    yield from _not_compared(tree)


def _problem(found: Allocation) -> Problem:
    whole, unit = found.whole, found.unit
    there = f" in `{found.environment}`" if found.environment else ""
    has = in_words(found.amount, unit)
    if found.total is None:
        endless = next(share for share in found.shares if share.total is None)
        told = f"the part `{endless.part.name}` of `{whole.name}` is given anew each {endless.part.window}{there}"
        told = f"{told}, and the whole is {has} once and for all"
    else:
        is_one = len(found.shares) == 1
        parts = f"the part `{found.shares[0].part.name}`" if is_one else f"the {len(found.shares):,} parts"
        take = f"take{'s'[:is_one]} {in_words(found.total, unit)} {window_words(whole.window)}{there}"
        told = f"{parts} of `{whole.name}` {take}, and the whole is {has}"
    shown = sorted(found.shares, key=lambda share: share.total is not None and -share.total)[:_MOST_SHOWN]
    related = tuple((share.part.entry.at("amount", share.unit), _taken(share, found)) for share in shown)
    return Problem(told, whole.entry.at("amount", unit), _ADVICE, related, found.environment or "")


def _taken(share: Share, found: Allocation) -> str:
    """Return how much a part takes, and how that was worked out."""
    amount = f"{in_words(share.amount, share.unit)} {window_words(share.part.window)}"
    own = f"`{share.part.name}` takes {amount}"
    if share.total is None or share.draws is None:
        return f"{own}, without an end"
    total = in_words(share.total, found.unit)
    if share.draws.denominator != 1:
        return f"{own} in {share.draws.denominator:,} of `{found.whole.name}`: {total}"
    if share.draws != 1:
        return f"`{share.part.name}` takes {share.draws.numerator:,} times {amount}: {total}"
    return own if share.unit == found.unit else f"{own}: {total}"


def _not_compared(tree: BudgetTree) -> Iterator[Problem]:
    """Yield one info for each budget that has no unit in common with some of its parts."""
    incomparable: dict[Identity, Allocation] = {}
    for found in allocations(tree):
        compared = {share.part.entry.identity for share in found.shares}
        known = incomparable.get(found.whole.entry.identity)
        left = [part for part in found.unknown if part.entry.identity not in compared]
        if known is not None:
            left = [part for part in left if part in known.unknown]
        incomparable[found.whole.entry.identity] = found._replace(unknown=left)
    for found in incomparable.values():
        if found.unknown:
            part = found.unknown[0]
            yield Problem(
                f"`{part.name}` and its parent `{found.whole.name}` have no unit in common, so nobody can compare them",
                part.entry.at("amount"),
                _CANNOT_COMPARE,
                ((found.whole.entry.at("amount"), "the amount of the whole"),),
                at_most=Severity.INFO,
            )
