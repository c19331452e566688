"""A tool is gone, and something still calls it.

## What it does
There is an error at each line that still names the tool: of a prompt or agent that lists it, of a tool whose
implementation calls it, of a consumer. Where none is known it is told for the reader, as clients with an older list
of tools are still out there. Texts that name it are the matter of `stale-tool-name`.

## Why is this bad?
The provider is sent a tool without a schema, or the tool is silently left out and the model goes on promising what it
can no longer do. Few-shot examples, cached tool lists and conversations that are still open know nothing of the
removal.

## Before
```yaml tools/issue-refund.yaml
kind: Tool
name: issue-refund
version: 1.3.0
description: Pays an order back.
parameters: {type: object, properties: {order_id: {type: string}}, required: [order_id]}
```

```yaml tools/close-order.yaml
kind: Tool
name: close-order
version: 1.0.0
description: Closes an order, and pays back what is left of it.
invokes:
  - tool:issue-refund
```

## Example
```deleted tools/issue-refund.yaml
kind: Tool  # error: [removed-without-deprecation]
```

```yaml tools/close-order.yaml
kind: Tool
name: close-order
version: 1.0.0
description: Closes an order, and pays back what is left of it.
invokes:
  - tool:issue-refund  # error: [removed-tool]
```

## Near miss
What called it goes with it.

```deleted tools/issue-refund.yaml
```

```deleted tools/close-order.yaml
```

## Use instead
Keep it, deprecated, while conversations that know it go on, and name what to call in its place.

```yaml tools/issue-refund.yaml
kind: Tool
name: issue-refund
version: 1.3.1
description: Pays an order back.
parameters: {type: object, properties: {order_id: {type: string}}, required: [order_id]}
lifecycle: deprecated
deprecation:
  announced: 2026-10-01
  remove_after: 2027-03-01
  replaced_by: pay-back
```

```yaml tools/pay-back.yaml
kind: Tool
name: pay-back
version: 1.0.0
description: Pays an order or a part of it back.
parameters: {type: object, properties: {order_id: {type: string}, cents: {type: integer}}, required: [order_id]}
```

```yaml tools/close-order.yaml
kind: Tool
name: close-order
version: 1.0.1
description: Closes an order, and pays back what is left of it.
invokes:
  - tool:pay-back
```
"""

from __future__ import annotations

from collections.abc import Iterator

from promptops.changes.change import Change
from promptops.changes.tools.tool_changes import tool_changes
from promptops.changes.uses import left_behind
from promptops.diagnostics import Severity
from promptops.rules.change_contexts import ChangeContext, ChangeProblem
from promptops.rules.rule import change_rule


@change_rule(severity=Severity.ERROR, direction="tool-caller", bump="major", since="0.1.0")
def removed_tool(context: ChangeContext) -> Iterator[ChangeProblem]:
    """Yield a problem for each line that still names a tool that is gone, one where none does."""
    for change in tool_changes(context.comparison):
        if change.status != "removed":
            continue
        message = f"the tool `{_named(context, change)}` is gone"
        related = ((change.was_at(), "it stood here"),)
        relying = tuple(left_behind(context.comparison, change))
        for consumer, at in relying:
            told = f"{message}; `{consumer.name}` {consumer.how} it"
            yield ChangeProblem(
                told, change, at, _advice(change), related=related, subject=consumer.name, consumers=(consumer,)
            )
        if not relying:
            yield ChangeProblem(message, change, change.at(), consumers=())


def _named(context: ChangeContext, change: Change) -> str:
    """Return the name, with the major version where another one is left."""
    is_left = bool(context.comparison.after.project.named("tool", change.name))
    return change.reference.partition(":")[2] if is_left else change.name


def _advice(change: Change) -> str:
    deprecation = change.known.data.get("deprecation")
    replacement = deprecation.get("replaced_by") if isinstance(deprecation, dict) else None
    return f"use `{replacement}` instead" if replacement else "keep it, deprecated, until nothing calls it"
