"""A model is in use that its provider will retire soon.

## What it does
It speaks from 90 days before the day on which the model goes, and says how many are left. There are three steps, 90,
30 and 7 days: a finding that was accepted or waived at one of them is a new one at the next. The day is `retires_on`
of the model's file, or else what the catalogue of public models has.

Some providers name no day, only one before which nothing happens: the finding says so, and stays when that is over.
From the day on which the model has certainly gone, the rule `retired-model` speaks instead. Where models are named to
be compared, as in configurations of promptfoo, it says nothing.

## Why is this bad?
A migration takes weeks: a model to choose, evals on the new pair, prompts to mend, a rollout. In the last week only the
name gets changed, and everything that was tuned on the old model shifts unseen.

## Example
```yaml models/chat-large.yaml
kind: Model
name: chat-large
provider: meridian
id: meridian-large-2026-02-03
retires_on: 2026-12-31  # warning: [retiring-model]
replacement: chat-next
```

```yaml models/chat-next.yaml
kind: Model
name: chat-next
provider: meridian
id: meridian-large-2026-08-14
```

```yaml providers/meridian.yaml
kind: Provider
name: meridian
```

## Near miss
There is more than enough time.

```yaml models/chat-large.yaml
kind: Model
name: chat-large
provider: meridian
id: meridian-large-2026-02-03
retires_on: 2027-03-01
```

```yaml providers/meridian.yaml
kind: Provider
name: meridian
```

## Use instead
Move to the next model while both answer, prompt by prompt; the old one is retired when nothing uses it any more.

```yaml models/chat-large.yaml
kind: Model
name: chat-large
lifecycle: retired
deprecation: {replaced_by: chat-next}
provider: meridian
id: meridian-large-2026-02-03
retires_on: 2026-12-31
```

```yaml models/chat-next.yaml
kind: Model
name: chat-next
provider: meridian
id: meridian-large-2026-08-14
```

```yaml providers/meridian.yaml
kind: Provider
name: meridian
```
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from promptops.catalog import Retirement
from promptops.config.options import RuleOptions, whole_number
from promptops.diagnostics import Severity
from promptops.resources.rejections import quoted
from promptops.rules.contexts import Problem, ProjectContext
from promptops.rules.ends import advice_on, place_of, said_by
from promptops.rules.named_models import named_models
from promptops.rules.rule import project_rule

_MOST_DAYS = 730


class Options(RuleOptions):
    """What may be set."""

    notice_days: int = whole_number(
        "Days before the end from which it speaks.", default=90, most=_MOST_DAYS, example=45
    )
    reminder_days: int = whole_number(
        "Days before the end at which an accepted finding comes back.", default=30, most=_MOST_DAYS, example=14
    )
    last_days: int = whole_number(
        "Days before the end at which it comes back for the last time.", default=7, most=_MOST_DAYS, example=3
    )


@project_rule(severity=Severity.WARNING, since="0.1.0", options=Options)
def retiring_model(context: ProjectContext) -> Iterator[Problem]:
    """Yield a problem for each model whose end is near, or may have come."""
    for named in named_models(context.project):
        end = named.facts.retirement
        if end is None or end.value.is_over(context.today) or named.is_compared:
            continue
        options = context.options(Options, named.entry)
        left = (end.value.day - context.today).days
        if left <= options.notice_days:
            steps = (options.notice_days, options.reminder_days, options.last_days)
            step = min((days for days in steps if left <= days), default=options.notice_days)
            yield Problem(
                f"{quoted(named.name)} {_told(end.value, context.today)}{said_by(end)}",
                place_of(named, end),
                advice_on(named),
                named.users(context.project),
                f"{named.facts.id} {end.value.day} {step}",
            )


def _told(end: Retirement, today: date) -> str:
    left = (end.day - today).days
    days = f"in {left} day{'s'[: left != 1]}"
    if end.precision == "day":
        return f"is retired on {end.day}, {days}"
    if left > 0:
        return f"may be retired from {end.day} on, {days}"
    return f"may be retired by now: nobody promises it beyond {end.day}"
