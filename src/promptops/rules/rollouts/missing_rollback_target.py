"""A rollout to production names nothing that could be restored.

## What it does
It reads `rollback.to` of rollouts to an environment called production (`prod`, `production`, `live`). It has to be
there. Where it is a version, that must be older than the one that is rolled out; and a version of another major must
still be among the files, as both are live while the rollout lasts. A release in other words is taken as it is.

## Why is this bad?
A bad model upgrade took seven hours to undo: the way back was looked for when it was needed, and led to something that
had been deleted.

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
name: support/triage
target: prompt:support/triage@2
environment: prod
kill_switch: promptops kill prod prompt:support/triage@2
exposure: support.triage.exposed
rollback:
  to: 1.6.2  # warning: [missing-rollback-target]
```

## Near miss
An older version of the same major is the one that the release before had.

```yaml environments/prod.yaml
kind: Environment
name: prod
```

```markdown prompts/triage.prompt.md
---
name: support/triage
version: 2.1.0
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
rollback: {to: 2.0.4}
```

## Use instead
Keep the old version until the rollout is over.

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

```markdown prompts/triage-1.prompt.md
---
name: support/triage
version: 1.6.2
---
Sort the request into one of four queues.
```

```yaml rollouts/triage.yaml
kind: Rollout
name: support/triage
target: prompt:support/triage@2
environment: prod
kill_switch: promptops kill prod prompt:support/triage@2
exposure: support.triage.exposed
rollback: {to: 1.6.2}
```
"""

from __future__ import annotations

from collections.abc import Iterator

from promptops.diagnostics import Severity
from promptops.rules.contexts import Problem, ProjectContext
from promptops.rules.rollout_plans import Plan, numbers_of, of_major, plans
from promptops.rules.rule import project_rule

_ADVICE = "name in `rollback.to` the version, or the release, that is restored when this goes wrong"


@project_rule(severity=Severity.WARNING, since="0.1.0")
def missing_rollback_target(context: ProjectContext) -> Iterator[Problem]:
    """Yield a problem for each rollout to production without a version to go back to."""
    for plan in plans(context.project):
        written = plan.rollback.get("to")
        if not written:
            message = f"the rollout `{plan.entry.name}` does not say what is restored when it goes wrong"
            place = plan.entry.key("rollback") if plan.rollback else plan.entry.at("name")
            yield Problem(message, place, _ADVICE)
        elif reason := _reason(context, plan):
            message = f"`{written}` cannot be restored: {reason}"
            yield Problem(message, plan.entry.at("rollback", "to"), _ADVICE)


def _reason(context: ProjectContext, plan: Plan) -> str | None:
    """Return why the version that a rollout names is no way back."""
    back, now, target = plan.goes_back_to, numbers_of(plan.target.version), plan.target
    if back is None or now is None:
        return None
    if back >= now:
        return f"what is rolled out is {target.version}"
    if back[0] == now[0]:
        return None
    found = of_major(context.project, target, back[0])
    if found is None:
        return f"there is no version {back[0]} of the {target.kind} `{target.name}` any more"
    return f"version {back[0]} of the {target.kind} is retired" if context.project.is_retired(found) else None
