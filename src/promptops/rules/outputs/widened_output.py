"""The output of a prompt may be something that its readers have never met.

## Why is this bad?
A program that switches over three categories gets a fourth; one that adds up whole numbers gets a text. It is the
mirror image of a request: who sends may send less than before, and who receives must be ready for all that may come.
Each finding shows a value that is valid now and was not.

A narrower output breaks no reader: every answer that it allows was allowed before. Nor does a new field, which
readers of others pass over.

## Before
```markdown prompts/triage.prompt.md
---
name: support/triage
version: 1.0.0
output:
  schema:
    type: object
    properties:
      category: {enum: [refund, complaint]}
      priority: {type: integer, minimum: 1, maximum: 3}
    required: [category, priority]
---
Sort the request into a category, and give it a priority.
```

```yaml consumers/router.yaml
kind: Consumer
name: support/router
of: prompt:support/triage
source: src/router.py:20
```

## Example
```markdown prompts/triage.prompt.md
---
name: support/triage
version: 2.0.0
output:
  schema:
    type: object
    properties:
      category:
        enum: [refund, complaint, question]  # error: [widened-output]
      priority:
        type: integer
        minimum: 1
        maximum: 5  # error: [widened-output]
    required: [category, priority]
---
Sort the request into a category, and give it a priority.
```

## Near miss
The output has become narrower, and has another field.

```markdown prompts/triage.prompt.md
---
name: support/triage
version: 1.1.0
output:
  schema:
    type: object
    properties:
      category: {enum: [refund, complaint]}
      priority: {type: integer, minimum: 1, maximum: 2}
      reason: {type: string}
    required: [category, priority, reason]
---
Sort the request into a category, give it a priority, and say why.
```

## Use instead
Put what is new into a field of its own, and keep the old one to what readers know.

```markdown prompts/triage.prompt.md
---
name: support/triage
version: 1.1.0
output:
  schema:
    type: object
    properties:
      category: {enum: [refund, complaint]}
      priority: {type: integer, minimum: 1, maximum: 3}
      topic: {enum: [refund, complaint, question]}
    required: [category, priority, topic]
---
Sort the request into a category and a topic, and give it a priority.
```
"""

from __future__ import annotations

from collections.abc import Iterator

from promptops.changes.schema_changes import schema_changes
from promptops.diagnostics import Severity
from promptops.rules.change_contexts import ChangeContext, ChangeProblem
from promptops.rules.rule import change_rule
from promptops.rules.schema_problems import schema_problem

_HELP = "keep to what readers know, or teach them first and raise the major version"


@change_rule(severity=Severity.ERROR, direction="output", bump="major", since="0.1.0")
def widened_output(context: ChangeContext) -> Iterator[ChangeProblem]:
    """Yield a problem for each part of an output that may be more than it was, but for what may be missing or null."""
    for change in context.comparison.kept("prompt"):
        for found in schema_changes(change, "output", "schema"):
            if found.direction == "widened" and found.aspect != "null" and not found.is_of_a_name:
                yield schema_problem(
                    found, _HELP, message=f"in the output of `{change.name}`, {found.difference.words}"
                )
