"""A field of a prompt's output that was always there may be missing or null.

## Why is this bad?
Readers use it without asking, as they could. The schema still names the field, most answers still have it, and the
program falls over at the first one that has not.

A field that must be there and needed not breaks nobody.

## Before
```markdown prompts/extract.prompt.md
---
name: support/extract
version: 1.0.0
output:
  schema:
    type: object
    properties:
      order_id: {type: string}
      amount: {type: number}
    required: [order_id, amount]
---
Write down the order and the amount that the e-mail is about.
```

```yaml consumers/booking.yaml
kind: Consumer
name: support/booking
of: prompt:support/extract
source: src/booking.go:77
```

## Example
```markdown prompts/extract.prompt.md
---
name: support/extract
version: 2.0.0
output:
  schema:
    type: object
    properties:
      order_id: {type: string}  # error: [weakened-output-guarantee]
      amount:
        type: [number, "null"]  # error: [weakened-output-guarantee]
    required: [amount]
---
Write down the order and the amount that the e-mail is about, as far as it says.
```

## Near miss
A field that could be missing is always there now.

```markdown prompts/extract.prompt.md
---
name: support/extract
version: 1.1.0
output:
  schema:
    type: object
    properties:
      order_id: {type: string}
      amount: {type: number}
      currency: {type: string}
    required: [order_id, amount, currency]
---
Write down the order, the amount and the currency that the e-mail is about.
```

## Use instead
Say it in another field when something is not known.

```markdown prompts/extract.prompt.md
---
name: support/extract
version: 1.1.0
output:
  schema:
    type: object
    properties:
      order_id: {type: string}
      amount: {type: number}
      is_complete: {type: boolean}
    required: [order_id, amount, is_complete]
---
Write down the order and the amount that the e-mail is about, and whether it says both; if not, leave the text empty and
write 0.
```
"""

from __future__ import annotations

from collections.abc import Iterator

from promptops.changes.schema_changes import schema_changes
from promptops.diagnostics import Severity
from promptops.rules.change_contexts import ChangeContext, ChangeProblem
from promptops.rules.rule import change_rule
from promptops.rules.schema_problems import schema_problem

_HELP = "keep it required and of its type, or teach the readers first and raise the major version"


@change_rule(severity=Severity.ERROR, direction="output", bump="major", since="0.1.0")
def weakened_output_guarantee(context: ChangeContext) -> Iterator[ChangeProblem]:
    """Yield a problem for each property of an output that need no longer be there, or may be null."""
    for change in context.comparison.kept("prompt"):
        for found in schema_changes(change, "output", "schema"):
            if found.direction == "removed-required" or (found.direction == "widened" and found.aspect == "null"):
                yield schema_problem(
                    found, _HELP, message=f"in the output of `{change.name}`, {found.difference.words}"
                )
