"""Something that spends draws on no budget any more.

## What it does
An agent or an eval draws on the budget that it names, and on those whose holder it is; a budget draws on its parent. It
is reported when none of this is left: the reference was taken out, or the budget is gone. Of a budget on which nothing
else drew, its holder is told. To be moved to another budget is no loss. The mirror, a first budget for something that
had none, stops no call that was meant.

## Why is this bad?
What draws on no budget spends without an end, and takes what others were promised: nothing stops a loop before the
invoice.

## Before
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
holder: agent:support/concierge
parent: support
amount: {usd: 4000}
window: month
on_exceed: block
```

```yaml agents/concierge.yaml
kind: Agent
name: support/concierge
budget: support/chat
```

## Example
```yaml budgets/support.yaml
kind: Budget
name: support
holder: team:support
amount: {usd: 9000}
window: month
on_exceed: alert
```

```yaml agents/concierge.yaml
kind: Agent  # error: [removed-budget]
name: support/concierge
```

## Near miss
The agent draws on another budget now.

```yaml budgets/support.yaml
kind: Budget
name: support
holder: team:support
amount: {usd: 9000}
window: month
on_exceed: alert
```

```yaml agents/concierge.yaml
kind: Agent
name: support/concierge
budget: support
```

## Use instead
Lower the amount, or remove the budget together with what draws on it.

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
holder: agent:support/concierge
parent: support
amount: {usd: 1000}
window: month
on_exceed: block
```

```yaml agents/concierge.yaml
kind: Agent
name: support/concierge
budget: support/chat
```
"""

from __future__ import annotations

from collections.abc import Iterator

from promptops.budgets.spending import SPENDERS
from promptops.changes.change import Change, Earlier
from promptops.changes.comparison import Comparison
from promptops.changes.spending import drawers_on, draws_of
from promptops.diagnostics import Severity
from promptops.resources.entries import Entry, Identity
from promptops.rules.change_contexts import ChangeContext, ChangeProblem
from promptops.rules.rule import change_rule


@change_rule(severity=Severity.ERROR, direction="life", bump="minor", since="0.1.0")
def removed_budget(context: ChangeContext) -> Iterator[ChangeProblem]:
    """Yield a problem for each resource that drew on a budget and draws on none."""
    comparison = context.comparison
    for earlier, later, change in _spenders(comparison).values():
        before = list(draws_of(comparison.before, earlier))
        after = list(draws_of(comparison.after, later))
        if before and not any(draw.is_there for draw in after):
            lost = next((draw for draw in before if draw.is_there), before[0])
            yield ChangeProblem(
                f"the {later.kind} `{later.name}` draws on no budget any more; it drew on `{lost.budget}`",
                change,
                after[0].at if after else later.at(),
                "name the budget that it is to spend from",
                related=((Earlier(lost.at), "it drew on it here"),),
                subject=later.reference,
                old=lost.budget,
            )


def _spenders(comparison: Comparison) -> dict[Identity, tuple[Entry, Entry, Change]]:
    """Return what may have lost a budget, as it was and as it is, with what changed: itself, or the budget."""
    found: dict[Identity, tuple[Entry, Entry, Change]] = {
        kept.after.entry.identity: (kept.before.entry, kept.after.entry, kept)
        for kept in comparison.kept(*SPENDERS, "budget")
    }
    for change in comparison.of_kind("budget"):
        for earlier in drawers_on(comparison.before, change.before.entry) if change.before is not None else ():
            now = comparison.after.namesake(earlier)  # what is gone, or called something else, is told of as such
            if now is not None:
                found.setdefault(now.identity, (earlier, now, change))
    return found
