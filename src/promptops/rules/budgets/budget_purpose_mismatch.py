"""An eval spends what is meant for production, or production what is meant for something else.

## What it does
It compares the `purpose` of a budget, its own or that of the nearest budget above it, with what draws on it. An eval
may not draw on a budget for production. An agent may not draw on one for evaluation or development when it is in
production: when it is `stable`, or a part of a feature in beta or generally available. A part of a budget may not have
another purpose than the whole. What an environment overrides is looked at for evals.

## Why is this bad?
A nightly run of evals uses up the allowance at three in the morning, and customers are turned away at nine. The other
way round nobody notices that production has outgrown its budget, because tests pay for it.

## Example
```yaml budgets/support.yaml
kind: Budget
name: support/chat
holder: team:support
amount: {usd: 9000}
window: month
purpose: production
on_exceed: block
```

```yaml evals/refunds.yaml
kind: Eval
name: support/refunds
budget: support/chat  # error: [budget-purpose-mismatch]
```

## Near miss
The eval has a budget of its own beside that of production, below one that is for both.

```yaml budgets/support.yaml
kind: Budget
name: support
holder: team:support
amount: {usd: 9500}
window: month
on_exceed: alert
---
kind: Budget
name: support/chat
holder: team:support
parent: support
amount: {usd: 9000}
window: month
purpose: production
on_exceed: block
---
kind: Budget
name: support/evals
holder: team:support
parent: support
amount: {usd: 500}
window: month
purpose: evaluation
on_exceed: block
```

```yaml evals/refunds.yaml
kind: Eval
name: support/refunds
budget: support/evals
```

## Use instead
```yaml budgets/support.yaml
kind: Budget
name: support/chat
holder: team:support
amount: {usd: 9000}
window: month
purpose: production
on_exceed: block
---
kind: Budget
name: support/evals
holder: team:support
amount: {usd: 500}
window: month
purpose: evaluation
on_exceed: block
```

```yaml evals/refunds.yaml
kind: Eval
name: support/refunds
budget: support/evals
```
"""

from __future__ import annotations

import json
from collections.abc import Iterator

from promptops.budgets.budget import Budget
from promptops.budgets.tree import BudgetTree, Draw, budget_tree
from promptops.diagnostics import Severity
from promptops.resources.entries import Identity, Place
from promptops.resources.project import Project
from promptops.rules.contexts import Problem, ProjectContext
from promptops.rules.rule import project_rule

_LIVE_STAGES = ("beta", "ga")
_NOT_PRODUCTION = ("evaluation", "development")


@project_rule(severity=Severity.ERROR, since="0.1.0")
def budget_purpose_mismatch(context: ProjectContext) -> Iterator[Problem]:
    """Yield a problem for each draw on a budget that is for something else."""
    tree = budget_tree(context.project)
    if not any(budget.purpose for budget in tree.budgets.values()):
        return
    live = _in_production(context.project)
    for draws in tree.draws.values():
        yield from (_problem(tree, draw) for draw in draws if _mismatches(tree, draw, live))
    for budget in tree.budgets.values():
        whole = tree.whole(budget)
        above = None if whole is None else tree.purpose(whole)
        if whole is not None and above and budget.purpose and budget.purpose != above:
            yield Problem(
                f"the budget `{budget.name}` is for {budget.purpose}, and the whole that it is a part of for {above}",
                budget.entry.at("parent"),
                f"make it a part of a budget for {budget.purpose}, or of one that is for both",
                (_saying(tree, whole),),
            )


def _mismatches(tree: BudgetTree, draw: Draw, live: frozenset[Identity]) -> bool:
    purpose, spender = tree.purpose(draw.budget), draw.spender
    if spender.kind == "eval":
        return purpose == "production"
    return draw.environment is None and spender.identity in live and purpose in _NOT_PRODUCTION


def _problem(tree: BudgetTree, draw: Draw) -> Problem:
    spender, purpose = draw.spender, tree.purpose(draw.budget)
    is_eval = spender.kind == "eval"
    state = "" if is_eval else "is in production and "
    return Problem(
        f"the {spender.kind} `{spender.name}` {state}draws on `{draw.budget.name}`, which is for {purpose}",
        draw.at,
        f"let it draw on a budget for {'evaluation' if is_eval else 'production'}",
        (_saying(tree, draw.budget),),
        spender.reference,
    )


def _saying(tree: BudgetTree, budget: Budget) -> tuple[Place, str]:
    """Return where it is said what a budget is for."""
    return tree.with_purpose(budget).entry.at("purpose"), "it is said here what it is for"


def _in_production(project: Project) -> frozenset[Identity]:
    """Return the agents and features that customers meet."""
    found: set[Identity] = set()
    for entry, targets in zip(project.entries, project.targets, strict=True):
        if entry.kind == "agent" and project.governance(entry, "lifecycle") == "stable":
            found.add(entry.identity)
        if entry.kind == "feature" and json.loads(entry.data).get("stage") in _LIVE_STAGES:
            found.add(entry.identity)
            found.update(target.identity for link, target in targets if link.field == "parts" and target is not None)
    return frozenset(found)
