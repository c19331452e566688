"""A budget stops less than it did: a milder consequence, or far more to spend.

## What it does
It compares `on_exceed` (`block` stops calls, `degrade` sends them to fallbacks, `alert` only tells somebody), and
what may be spent in a window of the same length: 100 USD a day are some 3,000 a month. Up to twice as much is a
matter of planning, and is left alone. An amount that holds for good, without a window, is less than the same for each
month. A limit in tokens or USD that is taken out of the amount counts, too. The mirror, a stricter budget, is what
budgets are for.

## Why is this bad?
A budget is the last thing that stops a loop of agents. One that only sends a message is read the morning after.

## Before
```yaml budgets/support.yaml
kind: Budget
name: support/chat
holder: team:support
amount: {usd: 4000}
window: month
on_exceed: block
```

## Example
```yaml budgets/support.yaml
kind: Budget
name: support/chat
holder: team:support
amount:
  usd: 4000  # warning: [softened-budget]
window: day
on_exceed: alert  # warning: [softened-budget]
```

## Near miss
As much in each window as before.

```yaml budgets/support.yaml
kind: Budget
name: support/chat
holder: team:support
amount: {usd: 12000}
window: quarter
on_exceed: block
```

## Use instead
Raise the amount by what the forecast asks for, and keep what happens when it is used up.

```yaml budgets/support.yaml
kind: Budget
name: support/chat
holder: team:support
amount: {usd: 6000}
window: month
on_exceed: block
forecast: {baseline: {from: 2026-09-01, to: 2026-10-31}, growth: 0.5}
```
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from promptops.budgets.windows import MEAN_MINUTES, in_words
from promptops.changes.change import Change
from promptops.config.options import RuleOptions, whole_number
from promptops.diagnostics import Severity
from promptops.rules.change_contexts import ChangeContext, ChangeProblem
from promptops.rules.rule import change_rule

_SEVERITIES = {"block": 3, "degrade": 2, "alert": 1}


class Options(RuleOptions):
    """What may be set of the rule."""

    times: int = whole_number(
        "How many times as much may be spent in a window of the same length before that is reported.",
        default=2,
        least=1,
        most=1000,
        example=50,
    )


@change_rule(severity=Severity.WARNING, direction="life", bump="minor", since="0.1.0", options=Options)
def softened_budget(context: ChangeContext) -> Iterator[ChangeProblem]:
    """Yield a problem for each way in which a budget stops less than before."""
    for change in context.comparison.kept("budget"):
        old, new = (each.data for each in change.both)
        yield from _milder(change, old, new)
        for unit in ("usd", "tokens"):
            yield from _raised(change, old, new, unit, context.options(Options, change).times)


def _milder(change: Change, old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[ChangeProblem]:
    before, after = old.get("on_exceed"), new.get("on_exceed")
    if _SEVERITIES.get(before or "", 0) > _SEVERITIES.get(after or "", 0):
        does = f"does `{after}`" if after else "does nothing that is stated"
        yield ChangeProblem(
            f"the budget `{change.name}` {does} when it is used up, and did `{before}`",
            change,
            change.at("on_exceed"),
            f"keep `{before}`, or say in the change who is told and what they do then",
            related=((change.was_at("on_exceed"), "what happened before"),),
            subject="on_exceed",
            old=before or "",
            new=after or "",
        )


def _raised(
    change: Change, old: Mapping[str, Any], new: Mapping[str, Any], unit: str, times: int
) -> Iterator[ChangeProblem]:
    before, after = old["amount"].get(unit), new["amount"].get(unit)
    if before is None:
        return
    was = f"{before} {unit} {in_words(old.get('window'))}"
    now = "" if after is None else f"{after} {unit} {in_words(new.get('window'))}"
    if after is None:
        told = f"has no limit in {unit} any more, and had {was}"
    elif _is_more(Decimal(f"{before}"), old, Decimal(f"{after}"), new, times):
        told = f"is {now} now, more than {times} times what it was: {was}"
    else:
        return
    yield ChangeProblem(
        f"the budget `{change.name}` {told}",
        change,
        change.at("amount", unit),
        "raise it by what the forecast asks for",
        related=((change.was_at("amount", unit), "the amount before"),),
        subject=unit,
        old=was,
        new=now,
    )


def _is_more(before: Decimal, old: Mapping[str, Any], after: Decimal, new: Mapping[str, Any], times: int) -> bool:
    """Say whether more than so many times as much may be spent in the same time."""
    was, now = MEAN_MINUTES.get(old.get("window", "")), MEAN_MINUTES.get(new.get("window", ""))
    if was is None and now is None:
        return after > times * before
    if was is None or now is None:
        return was is None and after > 0  # what is given anew for each window has no end
    return after * was > times * before * now
