"""A tool takes less than it did.

## What it does
It compares the schemas of the parameters. Every finding but those about what is gone from an open schema shows a call
that was valid and is refused now. Where the schema does not refuse what it does not name, a parameter that is gone is
a warning: the call goes through, and what was passed counts for nothing. To say that there are no other parameters
harms nobody who knows the names of those that there are. The way back, a tool that takes more, is
`widened-tool-input`.

## Why is this bad?
Models call a tool by the schema that they were shown. In few-shot examples, cached tool lists and conversations that
are still open that is the old one.

## Before
```yaml tools/search-orders.yaml
kind: Tool
name: search-orders
description: Finds orders.
parameters:
  type: object
  properties:
    status: {enum: [open, paid, cancelled]}
    limit: {type: integer, maximum: 100}
    sort: {type: string}
```

```yaml consumers/few-shots.yaml
kind: Consumer
name: orders/few-shots
of: tool:search-orders
source: src/few_shots.py:8
```

## Example
```yaml tools/search-orders.yaml
kind: Tool
name: search-orders
description: Finds orders.
parameters:
  type: object
  properties:
    status:
      enum: [open, paid]  # error: [narrowed-tool-input]
    limit:
      type: integer
      maximum: 50  # error: [narrowed-tool-input]
    sort: {type: string}
```

## Near miss
There is one parameter more that need not be given, no value less, and no others are taken than those named.

```yaml tools/search-orders.yaml
kind: Tool
name: search-orders
description: Finds orders.
parameters:
  type: object
  additionalProperties: false
  properties:
    status: {enum: [open, paid, cancelled]}
    limit: {type: integer, maximum: 100, description: How many to return.}
    sort: {type: string}
```

## Use instead
Take what callers know for as long as they may pass it, and say in the description what it comes to.

```yaml tools/search-orders.yaml
kind: Tool
name: search-orders
description: Finds orders.
parameters:
  type: object
  properties:
    status: {enum: [open, paid, cancelled], description: Cancelled orders are kept for a year.}
    limit: {type: integer, maximum: 100, description: Never more than 50 are returned.}
    sort: {type: string}
```
"""

from __future__ import annotations

from collections.abc import Iterator

from promptops.changes.tools.inputs import InputChange, input_changes, new_name
from promptops.diagnostics import Severity
from promptops.rules.change_contexts import ChangeContext, ChangeProblem
from promptops.rules.rule import change_rule
from promptops.rules.schema_problems import schema_problem

_HELP = "take what callers know as well until they know better"


@change_rule(severity=Severity.ERROR, direction="tool-caller", bump="major", since="0.1.0")
def narrowed_tool_input(context: ChangeContext) -> Iterator[ChangeProblem]:
    """Yield a problem for each part of a tool's parameters that takes less than it did."""
    for each in input_changes(context.comparison):
        if each.reading in ("refused", "ignored"):
            yield _problem(each)


def _problem(each: InputChange) -> ChangeProblem:
    found, message = each.found, each.message
    if found.direction != "removed-property":
        return schema_problem(found, _HELP, message=message)
    new = new_name(found)
    if each.reading == "ignored":
        message = f"{message}; what is passed for it counts for nothing"
    advice = f"is it `{new}` now? {_HELP}" if new else _HELP
    problem = schema_problem(found, advice, message=message, is_proven=each.reading == "refused")
    # The witness of what is not refused is no call that breaks.
    return problem if found.accepts == "before" else problem._replace(notes=())
