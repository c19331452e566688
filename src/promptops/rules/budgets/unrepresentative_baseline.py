"""A budget was worked out from weeks that are not like the others.

## What it does
It looks at the `baseline` of a forecast: at its length, of which four weeks are the least, at a last day that is still
to come, and, where a `region` is given and it is no longer than a quarter, at the public holidays of that region from
Monday to Friday. They are reported when there are more of them than such a stretch of days has in the mean. Of a region
or a year whose holidays are not known an info says so.

## Why is this bad?
On a holiday people buy presents, or nothing at all, and call nobody. A forecast that starts from such weeks is wrong by
a third, and stays wrong for as long as the budget does.

## Example
```yaml budgets/support.yaml
kind: Budget
name: support/chat
holder: team:support
amount: {usd: 4000}
window: month
on_exceed: block
forecast:
  baseline: {from: 2025-12-01, to: 2025-12-31}  # warning: [unrepresentative-baseline]
  region: DE
  growth: 0.2
---
kind: Budget
name: support/mail
holder: team:support
amount: {usd: 1000}
window: month
on_exceed: block
forecast:
  baseline: {from: 2026-09-07, to: 2026-09-27}  # warning: [unrepresentative-baseline]
```

## Near miss
Two months without a public holiday in Great Britain.

```yaml budgets/support.yaml
kind: Budget
name: support/chat
holder: team:support
amount: {usd: 4000}
window: month
on_exceed: block
forecast:
  baseline: {from: 2026-09-01, to: 2026-10-31}
  region: GB
  growth: 0.2
```

## Use instead
Start from weeks like any other, or from a longer stretch. Where only such weeks are there, say in a comment what was
done about it.

```yaml budgets/support.yaml
kind: Budget
name: support/chat
holder: team:support
amount: {usd: 4000}
window: month
on_exceed: block
forecast:
  baseline: {from: 2025-09-01, to: 2026-08-31}
  region: DE
  growth: 0.2
```
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date

from promptops.budgets.holidays import LONGEST, holidays_between
from promptops.config.options import RuleOptions, whole_number
from promptops.diagnostics import Severity
from promptops.resources.entries import Entry
from promptops.rules.contexts import Problem, ProjectContext
from promptops.rules.rule import project_rule
from promptops.schedule.days import date_of
from promptops.sources.text import shown

_ADVICE = "start from weeks like any other, or say in a comment that silences this what was done about it"
_MOST_NAMED = 3


class Options(RuleOptions):
    """What may be set."""

    min_days: int = whole_number("The fewest days of a baseline.", default=28, least=1, most=366, example=21)


@project_rule(severity=Severity.WARNING, since="0.1.0", options=Options)
def unrepresentative_baseline(context: ProjectContext) -> Iterator[Problem]:
    """Yield a problem for each baseline that is too short, not over, or full of holidays."""
    for entry in context.project.of_kind("budget"):
        forecast = json.loads(entry.data).get("forecast") if '"forecast"' in entry.data else None
        if forecast is None or context.project.is_retired(entry):
            continue
        start, end = (date_of(forecast["baseline"].get(key)) for key in ("from", "to"))
        if start is not None and end is not None:
            yield from _stretch(entry, start, end, context)
            if forecast.get("region") and (end - start).days < LONGEST:
                yield from _holidays(entry, start, end, forecast["region"])


def _stretch(entry: Entry, start: date, end: date, context: ProjectContext) -> Iterator[Problem]:
    days, least = (end - start).days + 1, context.options(Options, entry).min_days
    if end > context.today:
        message = f"the baseline of `{entry.name}` ends on {end}, which is still to come"
        yield Problem(message, entry.at("forecast", "baseline"), "start from what was used, not from what will be")
    elif days < least:
        message = f"the baseline of `{entry.name}` is {days:,} day{'s'[: days != 1]} long, fewer than {least:,}"
        yield Problem(message, entry.at("forecast", "baseline"), _ADVICE)


def _holidays(entry: Entry, start: date, end: date, region: str) -> Iterator[Problem]:
    place = entry.at("forecast", "baseline")
    found = holidays_between(region, start, end)
    if found is None:
        message = f"the public holidays of `{region}` from {start} to {end} are not known, and were not looked for"
        at = entry.at("forecast", "region")
        yield Problem(message, at, "give a code of ISO 3166 such as `DE` or `US-CA`", at_most=Severity.INFO)
    elif found.are_many:
        names = [f"{shown(name)} on {day}" for day, name in list(found.named.items())[:_MOST_NAMED]]
        more = f" and {len(found.named) - _MOST_NAMED:,} more" if len(found.named) > _MOST_NAMED else ""
        many = f"{len(found.named):,} public holiday{'s'[: len(found.named) != 1]} of `{region}`"
        yield Problem(
            f"the baseline of `{entry.name}` has {many}: {', '.join(names)}{more}", place, _ADVICE, subject="holidays"
        )
