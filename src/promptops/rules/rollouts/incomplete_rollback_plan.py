"""A way back restores the text, and leaves out something that the change has marked.

## What it does
It looks at rollouts with a `rollback` to an environment called production (`prod`, `production`, `live`), and asks
`rollback.imprints` what is done about each kind of imprint that this target really leaves behind:

- `caches`: the environment has a `cache`.
- `histories`: the target is an agent, or a prompt that an agent follows: conversations hold its answers.
- `baselines`: an eval judges the target.
- `cohorts`: a stage reaches some of the people and not all.
- `contracts`: a consumer is declared for the target.

## Why is this bad?
A prompt does not roll back. The revert put the old text back in four minutes; the cache answered with the new one for
a day, open conversations went on from it, and the next release was compared with a baseline that it had set.

## Example
```yaml environments/prod.yaml
kind: Environment
name: prod
cache: semantic, 1 h
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
stages:
  - {percent: 5, soak_days: 7}
kill_switch: promptops kill prod prompt:support/triage@2
exposure: support.triage.exposed
rollback:
  to: 2.0.4
  imprints:  # warning: [incomplete-rollback-plan]
    cohorts: the five percent are told
```

## Near miss
No agent follows the prompt, no eval judges it and no consumer is declared: there is nothing to be said of these.

```yaml environments/prod.yaml
kind: Environment
name: prod
cache: none
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
```yaml environments/prod.yaml
kind: Environment
name: prod
cache: semantic, 1 h
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
stages:
  - {percent: 5, soak_days: 7}
kill_switch: promptops kill prod prompt:support/triage@2
exposure: support.triage.exposed
rollback:
  to: 2.0.4
  imprints:
    caches: the key holds the version of the prompt, so that nothing has to be cleared
    cohorts: the five percent are told
```
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Final

from promptops.diagnostics import Severity
from promptops.resources.entries import Place
from promptops.resources.project import Project
from promptops.resources.rejections import enumerated
from promptops.rules.contexts import Problem, ProjectContext
from promptops.rules.rollout_plans import Plan, plans, reaches_some
from promptops.rules.rule import project_rule

_NO_CACHE: Final[tuple[list[str], ...]] = ([], ["no"], ["none"], ["off"])
_WORD: Final = re.compile("[a-z]+")
_MARKED_BY: Final = {
    "agent": ("prompt", "histories"),
    "eval": ("subjects", "baselines"),
    "consumer": ("of", "contracts"),
}
"""Kinds of resources that hold imprints of what they name: in which field they name it, and the kind of imprint."""
_REASONS: Final = {
    "caches": "there is a cache",
    "histories": "conversations hold its answers",
    "baselines": "this judges it",
    "cohorts": "it reaches some of the people",
    "contracts": "this relies on it",
}


@project_rule(severity=Severity.WARNING, since="0.1.0")
def incomplete_rollback_plan(context: ProjectContext) -> Iterator[Problem]:
    """Yield a problem for each rollout to production whose way back says nothing of some imprint that there is."""
    found = [plan for plan in plans(context.project) if plan.rollback]
    marks = _marks(context.project, {id(plan.target) for plan in found}) if found else {}
    for plan in found:
        left = {**marks.get(id(plan.target), {}), **_own(plan)}
        said = plan.rollback.get("imprints") or {}
        missing = [kind for kind in _REASONS if kind in left and not said.get(kind)]
        if missing:
            keys = ("rollback", "imprints") if said else ("rollback",)
            yield Problem(
                f"the way back to `{plan.rollback.get('to') or 'the release before'}` does not say what is done about"
                f" {enumerated(missing, 'and')}",
                plan.entry.key(*keys),
                "say it under `rollback.imprints`, a line for each",
                tuple((left[kind], _REASONS[kind]) for kind in missing),
            )


def _own(plan: Plan) -> dict[str, Place]:
    """Return the imprints that follow from the rollout itself, its target and its environment."""
    found = {}
    cache = json.loads(plan.environment.data).get("cache")
    if cache and _WORD.findall(cache.lower())[:1] not in _NO_CACHE:
        found["caches"] = plan.environment.at("cache")
    if plan.target.kind == "agent":
        found["histories"] = plan.target.at("name")
    for index, stage in enumerate(plan.data.get("stages") or ()):
        if reaches_some(stage):
            found.setdefault("cohorts", plan.entry.at("stages", index))
    return found


def _marks(project: Project, wanted: set[int]) -> dict[int, dict[str, Place]]:
    """Return the imprints that other resources hold of some targets, by `id` of the target's entry."""
    found: dict[int, dict[str, Place]] = {}
    for entry, links in zip(project.entries, project.targets, strict=True):
        field, kind = _MARKED_BY.get(entry.kind, ("", ""))
        for link, target in links if field else ():
            if link.field == field and id(target) in wanted:
                found.setdefault(id(target), {}).setdefault(kind, entry.at_link(link))
    return found
