"""The cases of a dataset are older than they may become.

## What it does
It counts from the last day on which the cases arose, `collected.to`, and compares with `max_age`: past it, that is an
error, and some days before a warning. A dataset without one of the two, or one that is retired, is left alone.

## Why is this bad?
Users change. They ask about other products, in other words and languages, and a golden set of the first week goes on
passing while it says less and less about them.

## Example
```yaml datasets/refunds.yaml
kind: Dataset
name: support/refunds
purpose: evaluation
collected: {from: 2026-03-01, to: 2026-03-31}  # error: [stale-dataset]
max_age: 180d
```

## Near miss
The cases are of the spring, and may be a year old.

```yaml datasets/refunds.yaml
kind: Dataset
name: support/refunds
purpose: evaluation
collected: {from: 2026-03-01, to: 2026-03-31}
max_age: 365d
```

## Use instead
Collect cases of this season, judge with both for a while, and say from when the new ones are.

```yaml datasets/refunds.yaml
kind: Dataset
name: support/refunds
purpose: evaluation
collected: {from: 2026-09-01, to: 2026-10-15}
max_age: 180d
```
"""

from __future__ import annotations

from collections.abc import Iterator

from promptops.config.options import RuleOptions, whole_number
from promptops.diagnostics import Severity
from promptops.rules.ages import age_problem
from promptops.rules.contexts import Problem, ProjectContext
from promptops.rules.rule import project_rule
from promptops.schedule.ages import dataset_ages

_ADVICE = "collect newer cases, or say in a comment why these still stand for what users do"


class Options(RuleOptions):
    """What may be set."""

    horizon_days: int = whole_number(
        "Days before the last day from which on it is a warning.", default=14, most=366, example=60
    )
    grace_days: int = whole_number("Days behind the last day on which nothing is said.", most=366, example=90)


@project_rule(severity=Severity.ERROR, since="0.1.0", options=Options)
def stale_dataset(context: ProjectContext) -> Iterator[Problem]:
    """Yield a problem for each dataset that is too old, or soon will be."""
    for age in dataset_ages(context.project):
        options = context.options(Options, age.entry)
        subject = f"the last cases of `{age.entry.name}` are from"
        found = age_problem(age, context.today, subject, _ADVICE, options.horizon_days, options.grace_days)
        if found is not None:
            yield found
