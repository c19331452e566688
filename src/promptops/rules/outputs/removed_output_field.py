"""The output of a prompt no longer has a field that readers rely on.

## Why is this bad?
A key that a program reads is missing, or has another name: `summary` is `exec_summary` now. Every answer is valid by
the new schema, latency and error rates look as before, and the dashboard shows an empty column.

It is told at the line of each reader that is known: a consumer or evaluation that names the key, an assertion. Where
none is known, an answer that was refused until now is the proof; where there is no such answer, because the field
could always be left out, it is a warning.

## Before
```markdown prompts/digest.prompt.md
---
name: support/digest
version: 1.0.0
output:
  schema:
    type: object
    properties: {summary: {type: string}, urgency: {type: integer}}
    required: [summary, urgency]
---
Summarise the ticket, and rate its urgency from 1 to 5.
```

```yaml consumers/board.yaml
kind: Consumer
name: support/board
of: prompt:support/digest
expects:
  - key: summary
source: src/board.ts:18
```

## Example
```markdown prompts/digest.prompt.md
---
name: support/digest
version: 2.0.0
output:
  schema:
    type: object
    properties: {exec_summary: {type: string}, urgency: {type: integer}}
    required: [exec_summary, urgency]
---
Summarise the ticket for the board, and rate its urgency from 1 to 5.
```

```yaml consumers/board.yaml
kind: Consumer
name: support/board
of: prompt:support/digest
expects:
  - key: summary  # error: [removed-output-field]
source: src/board.ts:18
```

## Near miss
Another field has come, and the fields stand in another order.

```markdown prompts/digest.prompt.md
---
name: support/digest
version: 1.1.0
output:
  schema:
    type: object
    properties: {urgency: {type: integer}, team: {type: string}, summary: {type: string}}
    required: [urgency, team, summary]
---
Summarise the ticket, rate its urgency from 1 to 5, and name the team that it is for.
```

## Use instead
Write both until everybody reads the new one.

```markdown prompts/digest.prompt.md
---
name: support/digest
version: 1.1.0
output:
  schema:
    type: object
    properties: {summary: {type: string}, exec_summary: {type: string}, urgency: {type: integer}}
    required: [summary, exec_summary, urgency]
---
Summarise the ticket for the board, once in a sentence and once in a paragraph, and rate its urgency from 1 to 5.
```
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from promptops.changes.readers import readers
from promptops.changes.schema_changes import SchemaChange, schema_at, schema_changes
from promptops.changes.successors import successor
from promptops.diagnostics import Severity
from promptops.rules.change_contexts import ChangeContext, ChangeProblem
from promptops.rules.rule import change_rule
from promptops.rules.schema_problems import schema_problem

_OUTPUT = ("output", "schema")


@change_rule(severity=Severity.ERROR, direction="output", bump="major", since="0.1.0")
def removed_output_field(context: ChangeContext) -> Iterator[ChangeProblem]:
    """Yield a problem for each reader of a property that is gone, one in the schema where none is known."""
    for change in context.comparison.kept("prompt"):
        for found in schema_changes(change, *_OUTPUT):
            if found.direction == "removed-property":
                yield from _problems(context, found)


def _problems(context: ChangeContext, found: SchemaChange) -> Iterator[ChangeProblem]:
    change = found.change
    name = found.field.rpartition(".")[2]
    new_name = successor(name, *(_beside(schema_at(side, *_OUTPUT), found) for side in change.both))
    fact = f"the output of `{change.name}` no longer has `{found.field}`"
    named = f", `{new_name}` is new beside it" if new_name else ""
    reading = tuple(readers(context.comparison, change, found.field, schema_at(change.after, *_OUTPUT)))
    advice = f"read `{new_name}`, or keep `{name}` beside it" if new_name else f"keep `{name}` until nobody reads it"
    for reader in reading:
        told = f"{fact}; `{reader.consumer.name}` reads it"
        yield schema_problem(found, advice, message=told, at=reader.at, reader=reader.consumer)
    if not reading:
        yield schema_problem(
            found, advice, message=f"{fact}{named}", is_proven=found.accepts == "after" and change.is_promised
        )


def _beside(schema: Any, found: SchemaChange) -> Mapping[str, Any]:
    """Return the properties among which the one that is gone stood, or would stand."""
    for key in found.difference.before[:-1]:
        if isinstance(schema, list) and isinstance(key, int) and key < len(schema):
            schema = schema[key]
        else:
            schema = schema.get(key) if isinstance(schema, dict) else None
    return schema if isinstance(schema, dict) else {}
