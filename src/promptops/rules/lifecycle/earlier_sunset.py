"""The day on which a resource ends was moved forward.

## What it does
It compares `deprecation.remove_after` and, of a model, `retires_on` on the two sides. A date that a `_defaults.yaml`
gives to a whole folder is reported once. A later day, or none, harms nobody.

## Why is this bad?
Others have planned their move by the first date. What was a quarter is now a week, and they learn it from an outage.

## Before
```yaml models/chat.yaml
kind: Model
name: chat
retires_on: 2027-06-30
```

## Example
```yaml models/chat.yaml
kind: Model
name: chat
retires_on: 2026-12-31  # warning: [earlier-sunset]
```

## Near miss
More time is welcome.

```yaml models/chat.yaml
kind: Model
name: chat
retires_on: 2027-09-30
```

## Use instead
Keep the date. If it is the provider who has moved it, say by when to be elsewhere and where, and ask the users first.

```yaml models/chat.yaml
kind: Model
name: chat
retires_on: 2027-06-30
replacement: chat-large
```

```yaml models/chat-large.yaml
kind: Model
name: chat-large
```
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from promptops.changes.change import Where
from promptops.diagnostics import Severity
from promptops.resources.entries import Place
from promptops.rules.change_contexts import ChangeContext, ChangeProblem
from promptops.rules.rule import change_rule
from promptops.schedule.days import date_of

_DATES: tuple[tuple[str, ...], ...] = (("deprecation", "remove_after"), ("retires_on",))


@change_rule(severity=Severity.WARNING, direction="life", bump="none", since="0.1.0")
def earlier_sunset(context: ChangeContext) -> Iterator[ChangeProblem]:
    """Yield a problem for each last day that is an earlier one now."""
    reported: set[Where] = set()
    project = context.comparison.after.project
    for change in context.comparison.changes:
        if change.both is None:
            continue
        before, after = change.both
        for keys in _DATES:
            old, new = (date_of(_value_at(side.data, keys)) for side in (before, after))
            if old is None or new is None or new >= old:
                continue
            written = project.written_at(after.entry, keys[0])
            at = after.entry.at(*keys) if written.ordinal is not None else Place(written.path, None, keys)
            if at not in reported:
                reported.add(at)
                days = (old - new).days
                yield ChangeProblem(
                    f"`{change.name}` ends on {new} and no longer on {old}, {days:,} days earlier",
                    change,
                    at,
                    "keep the date that its users have planned with, or ask them",
                    related=((change.was_at(*keys), f"it was {old} here"),) if written.ordinal is not None else (),
                    subject=keys[-1],
                    old=f"{old}",
                    new=f"{new}",
                )


def _value_at(data: Mapping[str, Any], keys: tuple[str, ...]) -> object:
    value: object = data
    for key in keys:
        value = value.get(key) if isinstance(value, Mapping) else None
    return value
