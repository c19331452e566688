"""A budget is a part of itself, directly or through others.

## Why is this bad?
What such a budget may spend is decided by itself. The part that is told to stop asks its parent, which asks the part:
the tree has no root, and whoever adds up what is promised never comes to an end, or comes to one too early.

## Example
```yaml budgets/support.yaml
kind: Budget
name: support
holder: team:support
parent: support/chat  # error: [budget-cycle]
amount: {usd: 4000}
window: month
---
kind: Budget
name: support/chat
holder: team:support
parent: support
amount: {usd: 3000}
window: month
```

## Near miss
Two parts of the same whole.

```yaml budgets/support.yaml
kind: Budget
name: support
holder: team:support
amount: {usd: 4000}
window: month
---
kind: Budget
name: support/chat
holder: team:support
parent: support
amount: {usd: 3000}
window: month
---
kind: Budget
name: support/mail
holder: team:support
parent: support
amount: {usd: 1000}
window: month
```

## Use instead
Say which of them is the whole.

```yaml budgets/support.yaml
kind: Budget
name: support
holder: team:support
amount: {usd: 4000}
window: month
---
kind: Budget
name: support/chat
holder: team:support
parent: support
amount: {usd: 3000}
window: month
```
"""

from __future__ import annotations

from collections.abc import Iterator

from promptops.budgets.tree import budget_tree
from promptops.diagnostics import Severity
from promptops.rules.contexts import Problem, ProjectContext
from promptops.rules.rule import project_rule

_MOST_SHOWN = 20
"""Budgets of a circle that a finding shows."""


@project_rule(severity=Severity.ERROR, since="0.1.0")
def budget_cycle(context: ProjectContext) -> Iterator[Problem]:
    """Yield a problem for each set of budgets that are all parts of each other."""
    for cycle in budget_tree(context.project).cycles:
        names = [f"`{each.name}`" for each in cycle[:_MOST_SHOWN]]
        gap = ["…"] if len(cycle) > _MOST_SHOWN else []
        circle = " → ".join([*names, *gap, names[0]])
        yield Problem(
            f"the budget `{cycle[0].name}` is a part of itself: {circle}",
            cycle[0].entry.at("parent"),
            "take the `parent` out of the budget that is the whole",
            tuple((each.entry.at("parent"), f"`{each.name}` is a part here") for each in cycle[1:_MOST_SHOWN]),
        )
