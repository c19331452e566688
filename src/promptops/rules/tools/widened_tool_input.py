"""A tool may be called with what the code behind it has never got.

## What it does
It compares the schemas of the parameters: values that are new, a parameter that must no longer be given. Every
finding that is an error shows a call that is valid now and was not. A parameter that came and need not be given is
told for the reader. The way back, a tool that takes less, is `narrowed-tool-input`.

## Why is this bad?
The model uses what its tool list offers at once. Tool lists ship apart from the code behind the tools, so a call with
the new value, or without the parameter, reaches code that was never written for it.

## Before
```yaml tools/search-orders.yaml
kind: Tool
name: search-orders
description: Finds orders.
parameters:
  type: object
  properties:
    status: {enum: [open, paid]}
    customer: {type: string}
  required:
    - customer
```

```yaml agents/orders.yaml
kind: Agent
name: orders
tools: [search-orders]
limits: {max_turns: 8}
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
      enum: [open, paid, cancelled]  # error: [widened-tool-input]
    customer: {type: string}
  required:
    - customer
```

## Near miss
The schema says more of what it takes, and takes the same.

```yaml tools/search-orders.yaml
kind: Tool
name: search-orders
description: Finds orders.
parameters:
  type: object
  properties:
    status: {enum: [paid, open], type: string}
    customer: {type: string, description: The number of a customer.}
  required:
    - customer
```

## Use instead
Teach the code first. Where both are to go out at once, give the tool that takes more a name of its own.

```yaml tools/search-orders.yaml
kind: Tool
name: search-orders
description: Finds orders.
parameters:
  type: object
  properties:
    status: {enum: [open, paid]}
    customer: {type: string}
  required:
    - customer
```

```yaml tools/search-cancelled-orders.yaml
kind: Tool
name: search-cancelled-orders
description: Finds orders that were cancelled.
parameters:
  type: object
  properties:
    customer: {type: string}
  required:
    - customer
```
"""

from __future__ import annotations

from collections.abc import Iterator

from promptops.changes.tools.inputs import InputChange, input_changes
from promptops.diagnostics import Severity
from promptops.rules.change_contexts import ChangeContext, ChangeProblem
from promptops.rules.rule import change_rule
from promptops.rules.schema_problems import schema_problem

_HELP = "see that the code behind it takes this before the tool list goes out"


@change_rule(severity=Severity.ERROR, direction="tool-handler", bump="major", since="0.1.0")
def widened_tool_input(context: ChangeContext) -> Iterator[ChangeProblem]:
    """Yield a problem for each part of a tool's parameters that takes more than it did."""
    for each in input_changes(context.comparison):
        if each.reading in ("missed", "new"):
            yield _problem(each)


def _problem(each: InputChange) -> ChangeProblem:
    if each.reading == "new":
        # Nobody is known whom it breaks.
        return schema_problem(each.found, message=each.message)._replace(consumers=(), bump="minor", notes=())
    if each.found.direction == "removed-property":
        message = f"{each.message}; the code behind it is called without it"
        problem = schema_problem(each.found, _HELP, message=message, is_proven=each.found.accepts == "after")
        return problem if each.found.accepts == "after" else problem._replace(notes=())
    return schema_problem(each.found, _HELP, message=each.message)
