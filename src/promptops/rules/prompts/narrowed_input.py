"""An input of a prompt takes less than it did.

## Why is this bad?
Callers that pass a value which was valid until now are refused, although their code has not changed. Each finding shows
such a value.

A wider input breaks no caller: what they pass is still taken.

## Before
```markdown prompts/refund.prompt.md
---
name: support/refund
version: 1.3.0
inputs:
  order_id: string
  tone: {enum: [warm, plain, formal], default: plain}
---
You answer refund requests for order {{ order_id }} in a {{ tone }} tone.
```

```yaml consumers/chat.yaml
kind: Consumer
name: support/chat
of: prompt:support/refund
source: src/chat.py:12
```

## Example
```markdown prompts/refund.prompt.md
---
name: support/refund
version: 2.0.0
inputs:
  order_id: integer  # error: [narrowed-input]
  tone:
    enum: [warm, plain]  # error: [narrowed-input]
    default: plain
---
You answer refund requests for order {{ order_id }} in a {{ tone }} tone.
```

## Near miss
One of them takes more, and the other says more of itself.

```markdown prompts/refund.prompt.md
---
name: support/refund
version: 1.4.0
inputs:
  order_id: {type: [string, integer]}
  tone: {enum: [warm, plain, formal], default: plain, description: How the answer sounds.}
---
You answer refund requests for order {{ order_id }} in a {{ tone }} tone.
```

## Use instead
Go on taking what callers pass.

```markdown prompts/refund.prompt.md
---
name: support/refund
version: 1.3.1
inputs:
  order_id: string
  tone: {enum: [warm, plain, formal], default: plain}
---
You answer refund requests for order {{ order_id }} in a {{ "plain" if tone == "formal" else tone }} tone.
```
"""

from __future__ import annotations

from collections.abc import Iterator

from promptops.changes.change import Change
from promptops.changes.schema_changes import schema_changes
from promptops.changes.uses import uses
from promptops.diagnostics import Severity
from promptops.rules.change_contexts import ChangeContext, ChangeProblem
from promptops.rules.rule import change_rule
from promptops.rules.schema_problems import schema_problem

_HELP = "take what callers pass until now for a while, or raise the major version and tell them"


@change_rule(severity=Severity.ERROR, direction="input", bump="major", since="0.1.0")
def narrowed_input(context: ChangeContext) -> Iterator[ChangeProblem]:
    """Yield a problem for each part of the inputs that takes less than it did."""
    for change in context.comparison.kept("prompt", "fragment"):
        for found in schema_changes(change, "inputs"):
            if found.direction == "narrowed" and not found.is_of_a_name:
                message = f"in the inputs of `{change.name}`, {found.difference.words}"
                is_proven = found.is_proven and _refuses(context, change)
                yield schema_problem(found, _HELP, message=message, is_proven=is_proven)


def _refuses(context: ChangeContext, change: Change) -> bool:
    """Say whether somebody's values are held against the inputs: not by a text that hands on what it has."""
    entry = change.known.entry
    including = {use.consumer for use in uses(context.comparison, change) if use.includes}
    return (entry.native or entry.inputs is not None) and any(each not in including for each in change.consumers)
