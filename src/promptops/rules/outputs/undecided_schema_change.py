"""A schema changed, and whether it still accepts the same cannot be decided.

## Why is this bad?
Between the schemas of two versions stands a keyword that nobody can compare for certain, such as a pattern with a
lookahead or a reference to another file. It may be harmless. It may as well be what breaks the readers, and none of the
rules that would say so has been able to.

Looked at are what prompts take and give, and the parameters and results of tools.

## Before
```markdown prompts/extract.prompt.md
---
name: support/extract
version: 1.0.0
output:
  schema:
    type: object
    properties:
      order_id:
        type: string
        pattern: "^(?!0)[0-9]{6}$"
    required: [order_id]
---
Write down the order that the e-mail is about.
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
version: 1.1.0
output:
  schema:
    type: object
    properties:
      order_id:
        type: string
        pattern: "^(?!00)[0-9]{6}$"  # warning: [undecided-schema-change]
    required: [order_id]
---
Write down the order that the e-mail is about.
```

## Near miss
What differs says nothing of which answers are valid.

```markdown prompts/extract.prompt.md
---
name: support/extract
version: 1.0.1
output:
  schema:
    type: object
    properties:
      order_id:
        type: string
        pattern: "^(?!0)[0-9]{6}$"
        description: Six digits.
    required: [order_id]
---
Write down the order that the e-mail is about.
```

## Use instead
Write it with keywords that can be compared.

```markdown prompts/extract.prompt.md
---
name: support/extract
version: 1.1.0
output:
  schema:
    type: object
    properties:
      order_id:
        type: string
        pattern: "^(?!0)[0-9]{6}$"
        maxLength: 6
    required: [order_id]
---
Write down the order that the e-mail is about.
```
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from promptops.changes.change import Direction
from promptops.changes.schema_changes import schema_changes
from promptops.changes.schemas import Acceptance
from promptops.changes.tools.tool_changes import kept_tools
from promptops.diagnostics import Severity
from promptops.rules.change_contexts import ChangeContext, ChangeProblem
from promptops.rules.rule import change_rule
from promptops.rules.schema_problems import schema_problem

_HELP = "look at both versions yourself, or write the constraint with keywords that can be compared"
_HURT: Mapping[str, Mapping[tuple[str, ...], Mapping[Acceptance, Direction]]] = {
    "prompt": {("inputs",): {"before": "input"}, ("output", "schema"): {"after": "output"}},
    "fragment": {("inputs",): {"before": "input"}},
    "tool": {("parameters",): {"before": "tool-caller", "after": "tool-handler"}, ("result",): {"after": "output"}},
}
"""Where the kinds have their schemas, and whom it would hurt that more was accepted before, or is now."""


@change_rule(severity=Severity.WARNING, direction="output", bump="minor", since="0.1.0")
def undecided_schema_change(context: ChangeContext) -> Iterator[ChangeProblem]:
    """Yield a problem for each part of a schema of which it could not be decided what it accepts now."""
    for change in (*context.comparison.kept("prompt", "fragment"), *kept_tools(context.comparison)):
        for keys, hurt in _HURT[change.kind].items():
            for found in schema_changes(change, *keys):
                direction = None if found.accepts is None else hurt.get(found.accepts)
                if found.direction == "undecided" and direction is not None:
                    message = f"in `{'.'.join(keys)}` of `{change.name}`, {found.difference.words}"
                    yield schema_problem(found, _HELP, message=message)._replace(direction=direction)
