"""A budget may be spent on more models, in more places, for more purposes or by more people than before.

## What it does
It compares `models` (none named stands for all of them), `environment`, `purpose` and `holder`: an agent or eval is
narrower than a feature, and a feature narrower than a team. Another environment, purpose or holder of the same width
is another budget, and no wider one. The mirror, a narrower scope, lets nothing be spent that could not be spent
before.

## Why is this bad?
The amount was worked out for what the budget was for. Once evals, or a model of ten times the price, may draw on it
as well, the same amount is used up by them, and production stands still or pays for it.

## Before
```yaml models/chat.yaml
kind: Model
name: chat-large
---
kind: Model
name: chat-small
```

```yaml budgets/support.yaml
kind: Budget
name: support/chat
holder: team:support
amount: {usd: 4000}
window: month
purpose: production
models: [chat-small]
on_exceed: block
```

## Example
The purpose is gone, and a model has come.

```yaml budgets/support.yaml
kind: Budget  # warning: [widened-budget-scope]
name: support/chat
holder: team:support
amount: {usd: 4000}
window: month
models: [chat-small, chat-large]  # warning: [widened-budget-scope]
on_exceed: block
```

## Near miss
The same scope, in another order and with another text about it.

```yaml budgets/support.yaml
kind: Budget
name: support/chat
description: What the chat spends in production.
holder: {team: support}
amount: {usd: 4000}
window: month
models: [chat-small]
purpose: production
on_exceed: block
```

## Use instead
Give the other purpose a budget of its own.

```yaml budgets/support.yaml
kind: Budget
name: support/chat
holder: team:support
amount: {usd: 4000}
window: month
purpose: production
models: [chat-small]
on_exceed: block
---
kind: Budget
name: support/chat-trial
holder: team:support
amount: {usd: 200}
window: month
purpose: development
models: [chat-large]
on_exceed: block
```
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from promptops.changes.change import Change
from promptops.changes.side import Side
from promptops.changes.snapshot import Snapshot
from promptops.changes.spending import holder_of
from promptops.diagnostics import Severity
from promptops.resources.rejections import enumerated
from promptops.rules.change_contexts import ChangeContext, ChangeProblem
from promptops.rules.rule import change_rule

_WIDTHS = {"agent": 0, "eval": 0, "feature": 1, "team": 2}


class _Widening(NamedTuple):
    key: str
    words: str
    old: str
    new: str


@change_rule(severity=Severity.WARNING, direction="life", bump="minor", since="0.1.0")
def widened_budget_scope(context: ChangeContext) -> Iterator[ChangeProblem]:
    """Yield a problem for each way in which a budget may be spent on more than before."""
    comparison = context.comparison
    for change in comparison.kept("budget"):
        before, after = change.both
        yield from (_problem(change, found) for found in _dropped(before, after))
        yield from (_problem(change, found) for found in _models(before, after))
        yield from (_problem(change, found) for found in _holder(comparison.before, comparison.after, before, after))


def _problem(change: Change, found: _Widening) -> ChangeProblem:
    return ChangeProblem(
        f"the budget `{change.name}` {found.words}",
        change,
        change.known.entry.key(found.key),
        "give what is new a budget of its own",
        related=((change.was_at(found.key), "its scope before"),),
        subject=found.key,
        old=found.old,
        new=found.new,
    )


def _dropped(before: Snapshot, after: Snapshot) -> Iterator[_Widening]:
    for key in ("environment", "purpose"):
        old = before.data.get(key)
        if old and not after.data.get(key):
            yield _Widening(key, f"holds for every {key} now, and held for `{old}`", old, "")


def _models(before: Snapshot, after: Snapshot) -> Iterator[_Widening]:
    old, new = (_names(each, "models") for each in (before, after))
    if old and not new:
        listed = enumerated(sorted(old), "and")
        yield _Widening("models", f"may be spent on any model now, and was for {listed}", ",".join(sorted(old)), "")
    added = sorted(set(new) - set(old))
    if old and added:
        words = f"may be spent on {enumerated(added, 'and')} as well"
        yield _Widening("models", words, ",".join(sorted(old)), ",".join(sorted(new)))


def _names(budget: Snapshot, field: str) -> list[str]:
    return [link.name for link in budget.entry.links if link.field == field]


def _holder(old: Side, new: Side, before: Snapshot, after: Snapshot) -> Iterator[_Widening]:
    was, now = holder_of(old, before.entry), holder_of(new, after.entry)
    if was is None or now is None:
        return
    widths = [_WIDTHS.get(link.kind or link.kinds[0], 0) for link in (was, now)]
    if widths[1] > widths[0]:
        yield _Widening("holder", f"is held by `{now.text}` now, and was held by `{was.text}`", was.text, now.text)
