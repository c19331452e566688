"""A release takes away what sessions in flight rely on.

## What it does
For each agent it lists what one of its conversations could do before the change and cannot go on with: a tool that is
gone, has another name, takes less, or may no longer be called, an agent to hand work to, the prompt, or the agent
itself. Prompts with tools that no agent follows may have conversations, too: of these only what happens to the tools
counts. There is one finding for each of them, at the first line that still names what is lost, and none where a
rollout of it, or of a feature that it is part of, says under `rollback.imprints.histories` what is done about
conversations.

It is never more than a warning: how long conversations last is known only where they run.

## Why is this bad?
A conversation outlives the release that it began with. Its history is full of calls of a tool that is gone; the model
goes on reasoning about it and calls it again, in the middle of somebody's request.

## Before
```yaml tools/issue-refund.yaml
kind: Tool
name: issue-refund
description: Pays an order back.
```

```yaml tools/lookup-order.yaml
kind: Tool
name: lookup-order
description: Finds an order.
```

```yaml agents/refunds.yaml
kind: Agent
name: refunds
tools: [lookup-order, issue-refund]
limits: {max_turns: 20}
```

## Example
```deleted tools/issue-refund.yaml
```

```yaml agents/refunds.yaml
kind: Agent
name: refunds  # warning: [breaks-inflight-sessions]
tools: [lookup-order]
limits: {max_turns: 20}
```

## Near miss
The release only adds: conversations know less than they could do, and lose nothing.

```yaml tools/cancel-order.yaml
kind: Tool
name: cancel-order
description: Cancels an order.
```

```yaml agents/refunds.yaml
kind: Agent
name: refunds
tools: [lookup-order, issue-refund, cancel-order]
limits: {max_turns: 20}
```

## Use instead
Let conversations end on the release that they began with, and say so in the rollout.

```deleted tools/issue-refund.yaml
```

```yaml agents/refunds.yaml
kind: Agent
name: refunds
tools: [lookup-order]
limits: {max_turns: 20}
```

```yaml rollouts/refunds.yaml
kind: Rollout
name: refunds
target: agent:refunds
rollback:
  imprints:
    histories: Conversations keep the bundle that they began with, and are closed after 24 hours.
```
"""

from __future__ import annotations

from collections.abc import Iterator

from promptops.changes.change import Consumer, Earlier, Where, change_between
from promptops.changes.tools.losses import Loss, Losses
from promptops.diagnostics import Severity
from promptops.resources.entries import Entry
from promptops.rules.change_contexts import ChangeContext, ChangeProblem
from promptops.rules.rule import change_rule

_MOST_SHOWN = 12


@change_rule(severity=Severity.WARNING, direction="tool-caller", bump="none", since="0.1.0")
def breaks_inflight_sessions(context: ChangeContext) -> Iterator[ChangeProblem]:
    """Yield a problem for each resource with conversations that takes something away from them."""
    losses = Losses(context.comparison)
    for before, after, lost in losses.by_holder():
        if not losses.is_provided_for(after or before):
            yield _problem(context, before, after, lost)


def _problem(context: ChangeContext, before: Entry, after: Entry | None, lost: list[Loss]) -> ChangeProblem:
    sides = context.comparison.before, context.comparison.after
    at: Where = Earlier(before.at("name")) if after is None else lost[0].at or after.at("name")
    named = after or before
    change = change_between(sides[0].snapshot(before), None if after is None else sides[1].snapshot(after))
    many = lost[0].words if len(lost) == 1 else f"{lost[0].words}, and {len(lost) - 1} more"
    return ChangeProblem(
        f"sessions of `{named.reference}` that are in flight lose what they rely on: {many}",
        change,
        at,
        "let them end on the bundle that they began with, and say so in a rollout, under `rollback.imprints.histories`",
        related=tuple((loss.was_at, loss.words) for loss in lost[:_MOST_SHOWN]),
        old="\n".join(loss.words for loss in lost),
        consumers=(Consumer(named.reference, sides[1].project.owner(named), at, "holds sessions"),),
        is_proven=False,
    )
