"""What a rollout goes back to is gone before the rollout is over.

## What it does
It adds up the `soak_days` of all stages of a rollout to an environment called production (`prod`, `production`,
`live`). Until then, counted from the day of the run, what `rollback.to` names must not be removed
(`deprecation.remove_after`), and the model that it runs on must not retire. It speaks where `rollback.to` is a version
of another major that is among the files.

## Why is this bad?
A way back that ends in the middle of the soak is none for the second half of it, when the slow faults show.

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

```markdown prompts/triage-1.prompt.md
---
name: support/triage
version: 1.6.2
deprecation: {remove_after: 2026-11-20, replaced_by: support/triage@2}
---
Sort the request into one of four queues.
```

```yaml rollouts/triage.yaml
kind: Rollout
name: support/triage-2
target: prompt:support/triage@2
environment: prod
stages:
  - {percent: 5, soak_days: 7}
  - {percent: 100, soak_days: 28}
kill_switch: promptops kill prod prompt:support/triage@2
exposure: support.triage.exposed
rollback:
  to: 1.6.2  # warning: [rollback-target-retires]
  imprints: {cohorts: they go back with everyone else}
```

## Near miss
The soak ends on the last day on which the old version is there.

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
deprecation: {remove_after: 2026-11-20, replaced_by: support/triage@2}
---
Sort the request into one of four queues.
```

```yaml rollouts/triage.yaml
kind: Rollout
name: support/triage-2
target: prompt:support/triage@2
environment: prod
stages:
  - {percent: 5, soak_days: 7}
  - {percent: 100, soak_days: 12}
kill_switch: promptops kill prod prompt:support/triage@2
exposure: support.triage.exposed
rollback:
  to: 1.6.2
  imprints: {cohorts: they go back with everyone else}
```

## Use instead
Keep what is gone back to for longer than the rollout lasts.

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
deprecation: {remove_after: 2027-01-31, replaced_by: support/triage@2}
---
Sort the request into one of four queues.
```

```yaml rollouts/triage.yaml
kind: Rollout
name: support/triage-2
target: prompt:support/triage@2
environment: prod
stages:
  - {percent: 5, soak_days: 7}
  - {percent: 100, soak_days: 28}
kill_switch: promptops kill prod prompt:support/triage@2
exposure: support.triage.exposed
rollback:
  to: 1.6.2
  imprints: {cohorts: they go back with everyone else}
```
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Final, NamedTuple

from promptops.catalog import Catalog
from promptops.diagnostics import Severity
from promptops.resources.entries import Entry, Place
from promptops.resources.project import Project
from promptops.rules.contexts import Problem, ProjectContext
from promptops.rules.rollout_plans import Plan, numbers_of, of_major, plans
from promptops.rules.rule import project_rule
from promptops.schedule.days import date_of

_NAMED: Final = 2
"""Keys that lead to what an environment overrides: `overrides`, and the reference."""


class _End(NamedTuple):
    """The first day on which something no longer answers, what that is, and where it is said."""

    day: date
    what: str
    place: Place | None


@project_rule(severity=Severity.WARNING, since="0.1.0")
def rollback_target_retires(context: ProjectContext) -> Iterator[Problem]:
    """Yield a problem for each rollout to production that outlasts what it goes back to."""
    for plan in plans(context.project):
        target, last = _restored(context.project, plan), _last_day(context.today, plan.soak_days)
        found = _ends(context.project, target, plan.environment) if target else ()
        ends = [end for end in found if end.day <= last]
        if ends:
            first = min(ends, key=lambda end: end.day)
            yield Problem(
                f"{first.what} ends on {first.day}, and the soak of the rollout lasts until {last} at least",
                plan.entry.at("rollback", "to"),
                "end the soak before that day, or go back to something that stays",
                () if first.place is None else ((first.place, "it says so here"),),
            )


def _last_day(today: date, days: int) -> date:
    try:
        return today + timedelta(days)
    except OverflowError:
        return date.max


def _restored(project: Project, plan: Plan) -> Entry | None:
    """Return what a rollout goes back to, where that is a resource beside the one that it rolls out."""
    back, now = plan.goes_back_to, numbers_of(plan.target.version)
    return of_major(project, plan.target, back[0]) if back and now and back[0] != now[0] else None


def _ends(project: Project, target: Entry, environment: Entry) -> Iterator[_End]:
    """Yield the days on which a resource, or a model that it runs on, ends."""
    deprecation = project.governance(target, "deprecation")
    removal = date_of(deprecation.get("remove_after")) if isinstance(deprecation, dict) else None
    if removal is not None and removal < date.max:
        place = project.written_at(target, "deprecation")
        yield _End(removal + timedelta(1), f"the {target.kind} `{target.name}@{target.major}`", place)
    for model in _models(project, target, environment):
        retirement = Catalog.of(project).facts_of(model).retirement
        if retirement is not None and retirement.value.precision == "day":
            name = model.reference.removeprefix("model:")
            yield _End(retirement.value.day, f"the model `{name}`", retirement.origin.place)


def _models(project: Project, target: Entry, environment: Entry) -> Iterator[Entry]:
    """Yield the models that a resource is, or runs on in an environment, itself or by the prompt of an agent."""
    overridden = _override(project, target, environment)
    if target.kind == "model":
        yield target
    elif overridden is not None:
        yield overridden
    for link in () if overridden is not None else target.links:
        found = project.resolve(link) if link.field in ("model", "prompt") else None
        if found is not None and found.sound and found is not target and found.kind in ("model", "prompt"):
            yield from _models(project, found, environment)


def _override(project: Project, target: Entry, environment: Entry) -> Entry | None:
    """Return the model that an environment gives a resource in the place of its own."""
    links = [link for link in environment.links if link.keys[0] == "overrides"]
    named = [link.keys[1] for link in links if len(link.keys) == _NAMED and project.resolve(link) is target]
    models = (link for link in links if len(link.keys) > _NAMED and link.keys[1] in named and link.keys[-1] == "model")
    return next((found for found in map(project.resolve, models) if found is not None and found.sound), None)
