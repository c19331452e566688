"""A stable resource is gone, its users were not told, and some are left.

## What it does
It speaks of resources that were neither experimental nor deprecated at the baseline. Formats in which nobody can say so
are left alone.

## Why is this bad?
`stable` is a promise to whoever builds on it. Without a notice nobody has planned the move, and the first news of it is
an error in production: bundles ship apart from the code that uses them.

## Before
```yaml models/chat.yaml
kind: Model
name: chat
```

```yaml agents/triage.yaml
kind: Agent
name: triage
model: chat
```

## Example
```deleted models/chat.yaml
kind: Model  # error: [removed-without-deprecation]
```

## Near miss
Nothing relies on it any more.

```deleted models/chat.yaml
```

```yaml agents/triage.yaml
kind: Agent
name: triage
```

## Use instead
Announce it, say what to use, and leave it there until its users have moved.

```yaml models/chat.yaml
kind: Model
name: chat
lifecycle: deprecated
deprecation: {announced: 2026-11-01, remove_after: 2027-02-01, replaced_by: chat-large}
```

```yaml models/chat-large.yaml
kind: Model
name: chat-large
```

```yaml agents/triage.yaml
kind: Agent
name: triage
model: chat-large
```
"""

from __future__ import annotations

from collections.abc import Iterator

from promptops.diagnostics import Severity
from promptops.rules.change_contexts import ChangeContext, ChangeProblem
from promptops.rules.name_lists import one_and_others
from promptops.rules.rule import change_rule

_TOLD = ("experimental", "deprecated", "retired")
_MOST_NAMED = 3


@change_rule(severity=Severity.ERROR, direction="life", bump="major", since="0.1.0")
def removed_without_deprecation(context: ChangeContext) -> Iterator[ChangeProblem]:
    """Yield a problem for each resource in use that is gone and was to stay."""
    for change in context.comparison.changes:
        before = change.before
        if change.status != "removed" or before is None or not before.entry.native or not change.consumers:
            continue
        if before.lifecycle in _TOLD:
            continue
        users = [consumer.name for consumer in change.consumers]
        shown = one_and_others(users, _MOST_NAMED)
        relies = "relies" if len(users) == 1 else "rely"
        yield ChangeProblem(
            f"the {change.kind} `{change.name}` is gone and was not deprecated before, while {shown} {relies} on it",
            change,
            change.at(),
            "bring it back with `lifecycle: deprecated`, a `remove_after` and a `replaced_by`",
            related=tuple((consumer.at, f"`{consumer.name}` {consumer.how} it") for consumer in change.consumers[:1]),
        )
