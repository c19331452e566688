"""Something that spends draws on no budget, or on two at once.

## What it does
It speaks in projects that declare a budget; of evals only where one is not for production alone, and of agents and
features only where one is. An agent or eval draws on the budget that it names, on the one whose holder it is, or on the
only one that its owner holds, if that is not for another purpose; an agent also on that of a feature which it is a part
of. A feature draws on what it or the team that is accountable for it holds, and on the budgets of its agents. What is
experimental or retired may go without. Two budgets are one too many unless they differ in environment, purpose or
models, or one is a part of the other. Files of other formats cannot name a budget, and nothing is said of them.

## Why is this bad?
What draws on no budget has no end, and takes what others were promised: the loudest demo holds the quota. What draws
on two of them shows up in neither.

## Example
```yaml budgets/support.yaml
kind: Budget
name: support
holder: agent:support/concierge
amount: {usd: 9000}
window: month
on_exceed: block
```

```yaml agents/concierge.yaml
kind: Agent
name: support/concierge
```

```yaml agents/keynote.yaml
kind: Agent
name: support/keynote  # warning: [missing-budget]
```

## Near miss
The team that owns the agent may spend this one, and no other.

```yaml budgets/support.yaml
kind: Budget
name: support
holder: team:support
amount: {usd: 9000}
window: month
on_exceed: block
```

```yaml agents/concierge.yaml
kind: Agent
name: support/concierge
owner: support
```

## Use instead
```yaml budgets/support.yaml
kind: Budget
name: support
holder: agent:support/concierge
amount: {usd: 9000}
window: month
on_exceed: block
```

```yaml agents/concierge.yaml
kind: Agent
name: support/concierge
```

```yaml agents/keynote.yaml
kind: Agent
name: support/keynote
budget: support
```
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations

from promptops.budgets.drawing import Drawing
from promptops.budgets.tree import Draw, budget_tree
from promptops.diagnostics import Severity
from promptops.rules.contexts import Problem, ProjectContext
from promptops.rules.rule import project_rule

_ADVICE = "name the budget that it is to spend from, or make it the holder of one"
_MOST_COMPARED = 20
"""Budgets of one spender that are compared with each other."""


@project_rule(severity=Severity.WARNING, since="0.1.0")
def missing_budget(context: ProjectContext) -> Iterator[Problem]:
    """Yield a problem for each thing that spends without a budget, or from two that hold at once."""
    tree = budget_tree(context.project)
    if not tree.budgets:
        return
    drawing = Drawing(context.project, tree)
    for entry in drawing.spenders:
        draws = tree.draws.get(entry.identity, ())
        if not drawing.is_covered(entry):
            yield Problem(f"the {entry.kind} `{entry.name}` draws on no budget", entry.at("name"), _ADVICE)
        pair = _at_once(drawing, draws)
        if pair is not None:
            one, other = pair
            yield Problem(
                f"the {entry.kind} `{entry.name}` draws on two budgets, `{one.budget.name}` and `{other.budget.name}`",
                one.at,
                "keep one of them, or say by `environment`, `purpose` or `models` when each of them counts",
                ((other.at, "it draws on this one as well"),),
                other.budget.name,
            )


def _at_once(drawing: Drawing, draws: Sequence[Draw]) -> tuple[Draw, Draw] | None:
    """Return the first two draws on budgets that may both count for the same call."""
    own = [draw for draw in draws if draw.environment is None][:_MOST_COMPARED]
    return next((pair for pair in combinations(own, 2) if drawing.clash(pair[0].budget, pair[1].budget)), None)
