"""A resource is gone before the day until which it was to stay.

## What it does
It compares `deprecation.remove_after` at the baseline, the last day on which the resource may be used, with the day of
the run, or the one that `--as-of` gives. Where nothing is known to rely on it any more, it is a warning.

## Why is this bad?
The date was the promise, and others have planned with it. Those of them whose code lives in other repositories are not
among the users that are known here.

## Before
```markdown prompts/greeting.prompt.md
---
name: support/greeting
version: 1.0.0
lifecycle: deprecated
deprecation: {announced: 2026-08-01, remove_after: 2027-02-01, reason: the channel closes}
---
Greet the customer by name.
```

```yaml agents/greeter.yaml
kind: Agent
name: greeter
lifecycle: deprecated
deprecation: {reason: the channel closes}
prompt: support/greeting@1
```

## Example
```deleted prompts/greeting.prompt.md
---
name: support/greeting
version: 1.0.0
lifecycle: deprecated
deprecation: {announced: 2026-08-01, remove_after: 2027-02-01}  # error: [removed-before-date]
```

```yaml agents/greeter.yaml
kind: Agent
name: greeter
lifecycle: deprecated
deprecation: {reason: the channel closes}
prompt: support/greeting@1  # error: [removed-prompt]
```

## Near miss
```markdown prompts/greeting.prompt.md
---
name: support/greeting
version: 1.0.0
lifecycle: deprecated
deprecation: {announced: 2026-08-01, remove_after: 2027-02-01, reason: the channel closes in spring}
---
Greet the customer by name.
```

The reason may be told in other words.

## Use instead
Leave it there, and remove it when the day is over.

```markdown prompts/greeting.prompt.md
---
name: support/greeting
version: 1.0.0
lifecycle: deprecated
deprecation: {announced: 2026-08-01, remove_after: 2027-02-01, reason: the channel closes}
review_by: 2027-02-02
---
Greet the customer by name.
```
"""

from __future__ import annotations

from collections.abc import Iterator

from promptops.diagnostics import Severity
from promptops.rules.change_contexts import ChangeContext, ChangeProblem
from promptops.rules.rule import change_rule
from promptops.schedule.days import date_of


@change_rule(severity=Severity.ERROR, direction="life", bump="major", since="0.1.0")
def removed_before_date(context: ChangeContext) -> Iterator[ChangeProblem]:
    """Yield a problem for each resource that is gone too early."""
    for change in context.comparison.changes:
        before = change.before
        if change.status != "removed" or before is None or before.lifecycle == "retired":
            continue
        deprecation = before.data.get("deprecation")
        last_day = date_of(deprecation.get("remove_after")) if isinstance(deprecation, dict) else None
        if last_day is None or last_day < context.today:
            continue
        yield ChangeProblem(
            f"the {change.kind} `{change.name}` is gone, and was to stay until {last_day}",
            change,
            change.at("deprecation", "remove_after"),
            f"bring it back, and remove it after {last_day}",
            old=f"{last_day}",
            is_proven=bool(change.consumers),
        )
