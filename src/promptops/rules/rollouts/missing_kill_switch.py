"""A rollout to production cannot be stopped at once.

## What it does
It asks rollouts to an environment called production (`prod`, `production`, `live`) for `kill_switch`: the name of the
switch, or where it is.

## Why is this bad?
A change that goes wrong is stopped by whoever is awake. Without a switch that has a name, that is a new deployment,
and an hour.

## Example
```yaml environments/prod.yaml
kind: Environment
name: prod
```

```markdown prompts/triage.prompt.md
---
name: support/triage
version: 2.0.0
---
Sort the request into one of seven queues.
```

```yaml rollouts/triage.yaml
kind: Rollout
name: support/triage  # warning: [missing-kill-switch]
target: prompt:support/triage@2
environment: prod
exposure: support.triage.exposed
rollback: {to: release v1.6.2}
```

## Near miss
In staging, nobody has to be stopped at night.

```yaml environments/staging.yaml
kind: Environment
name: staging
```

```markdown prompts/triage.prompt.md
---
name: support/triage
version: 2.0.0
---
Sort the request into one of seven queues.
```

```yaml rollouts/triage.yaml
kind: Rollout
name: support/triage
target: prompt:support/triage@2
environment: staging
```

## Use instead
```yaml environments/prod.yaml
kind: Environment
name: prod
```

```markdown prompts/triage.prompt.md
---
name: support/triage
version: 2.0.0
---
Sort the request into one of seven queues.
```

```yaml rollouts/triage.yaml
kind: Rollout
name: support/triage
target: prompt:support/triage@2
environment: prod
kill_switch: promptops kill prod prompt:support/triage@2
exposure: support.triage.exposed
rollback: {to: release v1.6.2}
```
"""

from __future__ import annotations

from collections.abc import Iterator

from promptops.diagnostics import Severity
from promptops.rules.contexts import Problem, ProjectContext
from promptops.rules.rollout_plans import plans
from promptops.rules.rule import project_rule


@project_rule(severity=Severity.WARNING, since="0.1.0")
def missing_kill_switch(context: ProjectContext) -> Iterator[Problem]:
    """Yield a problem for each rollout to production that says nothing of a switch."""
    for plan in plans(context.project):
        if not plan.data.get("kill_switch"):
            target = f"{plan.target.kind}:{plan.target.name}"
            yield Problem(
                f"nothing says how the rollout of `{target}` to `{plan.environment.name}` is stopped at once",
                plan.entry.at("name"),
                "name the switch in `kill_switch`, such as the `promptops kill` command that whoever is on call runs",
            )
