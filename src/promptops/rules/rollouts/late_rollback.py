"""A version is taken back that people have got used to, all at once or without a word.

## What it does
It looks at resources whose version becomes a lower one. When the version that goes had a rollout that `started` more
than 30 days ago, those who had it have adapted. Then the way back is a rollout, too: with a stage that reaches some of
the people first, and with `rollback.imprints.cohorts`, which says what they are told.

## Why is this bad?
After ten weeks users had rebuilt their work around the new behaviour, faults and all. The rollback, in one minute and
without notice, hurt more of them than the fault that it was for.

## Before
```yaml environments/prod.yaml
kind: Environment
name: prod
```

```markdown prompts/outline.prompt.md
---
name: docs/outline
version: 2.1.0
---
Answer with an outline of five headings.
```

```yaml rollouts/outline.yaml
kind: Rollout
name: docs/outline
target: prompt:docs/outline@2
environment: prod
started: 2026-08-20
stages:
  - {percent: 100, soak_days: 28}
kill_switch: promptops kill prod prompt:docs/outline@2
exposure: docs.outline.exposed
rollback: {to: 2.0.4}
```

## Example
```markdown prompts/outline.prompt.md
---
name: docs/outline
version: 2.0.4  # warning: [late-rollback]
---
Answer with an outline of five headings.
```

## Near miss
The version goes up.

```markdown prompts/outline.prompt.md
---
name: docs/outline
version: 2.1.1
---
Answer with an outline of five headings.
```

## Use instead
Roll it back as it was rolled out: in steps, and with a notice.

```markdown prompts/outline.prompt.md
---
name: docs/outline
version: 2.0.4
---
Answer with an outline of five headings.
```

```yaml rollouts/outline.yaml
kind: Rollout
name: docs/outline
target: prompt:docs/outline@2
environment: prod
started: 2026-11-01
stages:
  - {percent: 10, soak_days: 7}
  - {percent: 100, soak_days: 14}
kill_switch: promptops kill prod prompt:docs/outline@2
exposure: docs.outline.exposed
rollback:
  to: 2.0.3
  imprints: {cohorts: everyone who had version 2.1 is told in the editor a week before}
```
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from promptops.changes.change import Kept
from promptops.changes.judging import rollouts_of
from promptops.changes.side import Side
from promptops.config.options import RuleOptions, whole_number
from promptops.diagnostics import Severity
from promptops.resources.entries import Entry
from promptops.rules.change_contexts import ChangeContext, ChangeProblem
from promptops.rules.rollout_plans import is_partial, numbers_of
from promptops.rules.rule import change_rule
from promptops.schedule.days import date_of

_ADVICE = "roll it back in stages, and say in `rollback.imprints.cohorts` of that rollout what people are told"


class Options(RuleOptions):
    """What may be set."""

    adapted_after_days: int = whole_number(
        "Days after which people count as used to a version.", default=30, most=3_660, example=120
    )


@change_rule(severity=Severity.WARNING, direction="life", bump="none", since="0.1.0", options=Options)
def late_rollback(context: ChangeContext) -> Iterator[ChangeProblem]:
    """Yield a problem for each lower version that takes the place of one that has been out for long."""
    comparison = context.comparison
    for change in comparison.kept("prompt", "agent", "model", "tool", "fragment"):
        before, after = change.before.entry, change.after.entry
        was, now = numbers_of(before.version), numbers_of(after.version)
        if was is None or now is None or now >= was:
            continue
        started = _started(comparison.before, before)
        if started is None or (context.today - started).days <= context.options(Options, change).adapted_after_days:
            continue
        missing = _missing(comparison.after, after)
        if missing:
            yield _problem(change, (context.today - started).days, missing)


def _problem(change: Kept, days: int, missing: str) -> ChangeProblem:
    was, now = change.before.entry.version or "", change.after.entry.version or ""
    return ChangeProblem(
        f"the {change.kind} `{change.name}` goes back to {now} after {days:,} days of {was}, {missing}",
        change,
        change.at("version"),
        _ADVICE,
        old=was,
        new=now,
    )


def _started(side: Side, target: Entry) -> date | None:
    """Return the first day on which anybody had what a rollout rolls out."""
    days = (date_of(side.snapshot(rollout).data.get("started")) for rollout in rollouts_of(side, target))
    return min((day for day in days if day is not None), default=None)


def _missing(side: Side, target: Entry) -> str:
    """Return what the rollouts of a resource lack as a way back, in words; nothing when one of them has it all."""
    rollouts = [side.snapshot(rollout).data for rollout in rollouts_of(side, target)]
    staged = [data for data in rollouts if is_partial(data)]
    told = [data for data in staged if ((data.get("rollback") or {}).get("imprints") or {}).get("cohorts")]
    if told:
        return ""
    return "in stages, but without a notice" if staged else "for everyone at once"
