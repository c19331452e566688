"""What an agent decides is kept, and nothing says what happens to it when the agent changes its mind.

## What it does
It asks agents with `durable_decisions: true` for `backfill`: what is done about earlier decisions when the model or the
prompt changes, or where that is written. That nothing is done is an answer, too.

## Why is this bad?
A better model comes, and decides one in nine of the old cases otherwise. Whether ninety days of decisions stand, are
decided again or are looked at by a person is a question for calm days. On the day of the change it is answered by
whoever happens to be there, and differently each time.

At run time `decision.stamp` says which prompt, variant, model and release a decision came from. Store it with the
decision: without it nobody can tell the ones to look at.

## Example
```yaml agents/assessor.yaml
kind: Agent
name: claims/assessor
limits: {max_turns: 6, max_cost: 0.25}
durable_decisions: true  # warning: [missing-backfill-plan]
```

## Near miss
What this one says is gone with the conversation.

```yaml agents/guide.yaml
kind: Agent
name: claims/guide
limits: {max_turns: 6, max_cost: 0.25}
durable_decisions: false
```

## Use instead
```yaml agents/assessor.yaml
kind: Agent
name: claims/assessor
limits: {max_turns: 6, max_cost: 0.25}
durable_decisions: true
backfill: Claims declined in the last 90 days are assessed again; a person looks at each that comes out differently.
```
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Final

from promptops.diagnostics import Severity
from promptops.rules.contexts import Problem, ProjectContext
from promptops.rules.rule import project_rule

_DURABLE: Final = '"durable_decisions":true'


@project_rule(severity=Severity.WARNING, since="0.1.0")
def missing_backfill_plan(context: ProjectContext) -> Iterator[Problem]:
    """Yield a problem for each native agent with durable decisions and no plan for them."""
    for entry in context.project.of_kind("agent"):
        if entry.native and _DURABLE in entry.data and not context.project.is_retired(entry):
            agent = json.loads(entry.data)
            if agent.get("durable_decisions") and not agent.get("backfill"):
                yield Problem(
                    f"nothing says what is done about what `{entry.name}` has decided when its model or prompt changes",
                    entry.at("durable_decisions"),
                    "say so in `backfill`: the plan, or where it is",
                )
