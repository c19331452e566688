"""Two rollouts of one resource are under way in one environment.

## What it does
It looks for rollouts of the same `target` whose environments meet: both name the same one, or one of them names none
and holds everywhere. Each has to reach some of the people and not all: a rollout without `stages`, or with one in force
that reaches everybody, is over and may stand.

## Why is this bad?
Each says who gets the change, and the two say different things. Sessions get it where both reach them, which neither
file tells; ten per cent of one and a cohort of the other are nearly nobody. Whoever stops one of them takes the change
from the people of the other as well, and nobody can say what was measured.

## Example
```markdown prompts/triage.prompt.md
---
name: support/triage
version: 2.0.0
---
Sort the request into one of seven queues.
```

```yaml rollouts/triage-staff.yaml
kind: Rollout
name: support/triage-staff
target: prompt:support/triage@2
stages: [{cohort: staff}]
```

```yaml rollouts/triage.yaml
kind: Rollout
name: support/triage
target: prompt:support/triage@2
stages: [{percent: 10}, {percent: 100}]  # error: [overlapping-rollouts]
```

## Near miss
A rollout that reaches everybody is over.

```markdown prompts/triage.prompt.md
---
name: support/triage
version: 2.1.0
---
Sort the request into one of seven queues.
```

```yaml rollouts/triage-2.0.yaml
kind: Rollout
name: support/triage-2.0
target: prompt:support/triage@2
stage: 2
stages: [{percent: 10}, {percent: 100}]
```

```yaml rollouts/triage-2.1.yaml
kind: Rollout
name: support/triage-2.1
target: prompt:support/triage@2
stages: [{percent: 10}, {percent: 100}]
```

## Use instead
Make it one rollout with two stages.

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
stages: [{cohort: staff}, {percent: 10}, {percent: 100}]
```
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from promptops.diagnostics import Severity
from promptops.resources.entries import Entry, Identity
from promptops.resources.project import Project
from promptops.rules.contexts import Problem, ProjectContext
from promptops.rules.rollout_plans import reaches_some
from promptops.rules.rule import project_rule

_ADVICE = "make it one rollout with more stages, or end the other one: let its `stage` reach everybody, or retire it"


@project_rule(severity=Severity.ERROR, since="0.1.0")
def overlapping_rollouts(context: ProjectContext) -> Iterator[Problem]:
    """Yield a problem for each rollout of what is being rolled out in its environment already."""
    known: dict[Identity, dict[str | None, Entry]] = {}
    for entry, target in _under_way(context.project):
        here = known.setdefault(target.identity, {})
        other = here.get(None) or (
            here.get(entry.environment) if entry.environment else next(iter(here.values()), None)
        )
        if other is None:
            here[entry.environment] = entry
            continue
        environment = entry.environment or other.environment
        where = f"in `{environment}`" if environment else "everywhere"
        message = f"`{entry.reference}` and `{other.reference}` both roll out `{target.reference}` {where}"
        yield Problem(message, entry.key("stages"), _ADVICE)


def _under_way(project: Project) -> Iterator[tuple[Entry, Entry]]:
    """Yield the rollouts that reach some people and not all, each with its target."""
    for entry, links in project.linked_of_kind("rollout"):
        if entry.native and not project.is_retired(entry):
            target = next((target for link, target in links if link.field == "target"), None)
            if target is not None and target.sound and _is_partial(json.loads(entry.data)):
                yield entry, target


def _is_partial(rollout: Mapping[str, Any]) -> bool:
    """Say whether no stage in force reaches everybody."""
    stages = rollout.get("stages") or ()
    return bool(stages) and all(reaches_some(stage) for stage in stages[: rollout.get("stage", 1)])
