"""Nothing records who got a change that is rolled out to production.

## What it does
It asks rollouts to an environment called production (`prod`, `production`, `live`) for `exposure`: the name of the
event that says who got it. At run time the library tells an event of that name, once a session, when what is rolled
out is rendered.

## Why is this bad?
Without that event nobody can tell afterwards which customers saw the bad answers, whom to write to, or whether the
change did anything at all.

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
name: support/triage  # warning: [missing-exposure]
target: prompt:support/triage@2
environment: prod
kill_switch: promptops kill prod prompt:support/triage@2
rollback: {to: release v1.6.2}
```

## Near miss
A rollout that names no environment may be for any.

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
def missing_exposure(context: ProjectContext) -> Iterator[Problem]:
    """Yield a problem for each rollout to production that names no event of exposure."""
    for plan in plans(context.project):
        if not plan.data.get("exposure"):
            target = f"{plan.target.kind}:{plan.target.name}"
            yield Problem(
                f"nothing records who gets `{target}` from this rollout to `{plan.environment.name}`",
                plan.entry.at("name"),
                "name the event in `exposure` that is told once for each session",
            )
