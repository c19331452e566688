"""A budget cannot pay for a single request of what draws on it.

## What it does
It works out what one request to an agent or feature may take, or one case of an eval, through turns, tools, retries and
fallbacks, and compares it with what the budget that it draws on has in one window, in USD and in tokens. Where a
request has no bound there is nothing to compare with; other rules speak of that. Where `traffic` is declared, all
requests of the busiest minute have to fit.

## Why is this bad?
A budget that one request can use up stops nothing in time and turns away everybody else for the rest of the window. One
of the two numbers is wrong: the limits of the agent let it do more than anybody wanted, or the budget is too small.

## Example
```yaml models/chat.yaml
kind: Model
name: chat-large
context_window: 100000
max_output_tokens: 10000
price: {input: 3, output: 15, as_of: 2026-10-01}
```

```markdown prompts/concierge.prompt.md
---
name: support/concierge
model: chat-large
---
Help the customer.
```

```yaml tools/search.yaml
kind: Tool
name: search
description: Looks something up.
effects: read
```

```yaml agents/concierge.yaml
kind: Agent
name: support/concierge
prompt: support/concierge
tools: [search]
limits: {max_turns: 40, timeout: 10m}
budget: support/chat
```

```yaml budgets/support.yaml
kind: Budget
name: support/chat
holder: team:support
amount:
  usd: 10  # warning: [budget-below-worst-case]
window: day
on_exceed: block
```

## Near miss
The same agent, with a budget that some requests fit into.

```yaml models/chat.yaml
kind: Model
name: chat-large
context_window: 100000
max_output_tokens: 10000
price: {input: 3, output: 15, as_of: 2026-10-01}
```

```markdown prompts/concierge.prompt.md
---
name: support/concierge
model: chat-large
---
Help the customer.
```

```yaml tools/search.yaml
kind: Tool
name: search
description: Looks something up.
effects: read
```

```yaml agents/concierge.yaml
kind: Agent
name: support/concierge
prompt: support/concierge
tools: [search]
limits: {max_turns: 40, timeout: 10m}
budget: support/chat
```

```yaml budgets/support.yaml
kind: Budget
name: support/chat
holder: team:support
amount: {usd: 400}
window: day
on_exceed: block
```

## Use instead
Say what a run may cost. `promptops bounds` shows how the worst case comes about.

```yaml models/chat.yaml
kind: Model
name: chat-large
context_window: 100000
max_output_tokens: 10000
price: {input: 3, output: 15, as_of: 2026-10-01}
```

```markdown prompts/concierge.prompt.md
---
name: support/concierge
model: chat-large
---
Help the customer.
```

```yaml tools/search.yaml
kind: Tool
name: search
description: Looks something up.
effects: read
```

```yaml agents/concierge.yaml
kind: Agent
name: support/concierge
prompt: support/concierge
tools: [search]
limits: {max_turns: 40, max_cost: 0.50, timeout: 10m}
budget: support/chat
```

```yaml budgets/support.yaml
kind: Budget
name: support/chat
holder: team:support
amount: {usd: 10}
window: day
on_exceed: block
```
"""

from __future__ import annotations

from collections.abc import Iterator

from promptops.bounds import Bound
from promptops.budgets.money import UNITS, Unit, in_words
from promptops.budgets.tree import Draw, budget_tree
from promptops.budgets.windows import in_words as window_words
from promptops.budgets.worst_case import MAKES_REQUESTS, worst_case
from promptops.diagnostics import Severity
from promptops.rules.bounding import bounds_of, rough_bounds_of
from promptops.rules.contexts import Problem, ProjectContext
from promptops.rules.rate_limits import askings
from promptops.rules.rule import project_rule


@project_rule(severity=Severity.WARNING, since="0.1.0")
def budget_below_worst_case(context: ProjectContext) -> Iterator[Problem]:
    """Yield a problem for each budget and each thing of which a busy minute may take more than there is."""
    tree = budget_tree(context.project)
    rates = {asked.entry.identity: asked.rate or 1 for asked in askings(context.project)} if tree.budgets else {}
    rough = rough_bounds_of(context)
    for draws in tree.draws.values():
        for draw in draws:
            if draw.environment is None and draw.spender.kind in MAKES_REQUESTS:
                rate = rates.get(draw.spender.identity, 1)
                if _may_exceed(draw, rough.request(draw.spender), rate):
                    bound = bounds_of(context).request(draw.spender)
                    found = (_problem(draw, worst_case(bound, unit), unit, rate) for unit in UNITS)
                    yield from (problem for problem in found if problem is not None)


def _may_exceed(draw: Draw, rough: Bound, rate: int) -> bool:
    worst = ((worst_case(rough, unit), amount) for unit, amount in draw.budget.amounts.items())
    return any(most is None or rate * most > amount for most, amount in worst)


def _problem(draw: Draw, worst: int | None, unit: Unit, rate: int) -> Problem | None:
    """Return the problem with a budget of which some requests, each the worst, take more than it has in a window."""
    budget, spender = draw.budget, draw.spender
    amount = budget.amounts.get(unit)
    if amount is None or worst is None or rate * worst <= amount:
        return None
    subject = f"the {spender.kind} `{spender.name}`"
    what = f"one case of {subject}" if spender.kind == "eval" else f"one request to {subject}"
    if worst <= amount:
        what = f"the {rate:,} requests of the busiest minute of {subject}"
    total = in_words(worst if worst > amount else rate * worst, unit)
    return Problem(
        f"{what} may take {total}, and `{budget.name}` has {in_words(amount, unit)} {window_words(budget.window)}",
        budget.entry.at("amount", unit),
        f"lower the limits, or raise the amount; `promptops bounds {spender.reference}` shows how this comes about",
        ((draw.at, "it is drawn on here"),),
        f"{unit} {spender.reference}",
    )
