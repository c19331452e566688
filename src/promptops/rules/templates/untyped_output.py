"""A prompt wants structured output and no schema says of what structure.

## Why is this bad?

Whoever parses the answer relies on keys and types that stand nowhere. A reworded sentence or a new model changes
them, and nothing notices: not the provider, who could be made to keep to a schema, not a test, not this compiler.

Reported are outputs whose format is `json` or whose role is `extraction` or `classification`, and prompts that tell
the model to write JSON and declare no output at all.

## Example

```markdown prompts/triage.prompt.md
---
name: support/triage
output:
  format: json  # warning: [untyped-output]
---
Sort the request into a category and a priority.
```

```markdown prompts/refund.prompt.md
---
name: support/refund
---
You answer refund requests. Respond only with a JSON object.  {# warning: [untyped-output] #}
```

## Near miss

JSON may be what a prompt is given or talks about, and text needs no schema.

```markdown prompts/explain.prompt.md
---
name: support/explain
inputs: {payload: string}
---
The customer sends JSON: {{ payload }}
Explain what is wrong with it. Never answer in JSON, and do not return JSON schemas.
```

## Use instead

```markdown prompts/triage.prompt.md
---
name: support/triage
output:
  format: json
  schema:
    type: object
    properties:
      category: {enum: [refund, complaint, question]}
      priority: {type: integer, minimum: 1, maximum: 3}
    required: [category, priority]
---
Sort the request into a category and a priority.
```

```markdown prompts/refund.prompt.md
---
name: support/refund
output: {format: json, schema: {type: object, properties: {approve: {type: boolean}}, required: [approve]}}
---
You answer refund requests. Respond only with a JSON object.
```
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, cast

from promptops.diagnostics import Severity
from promptops.expectations.demands import json_demand
from promptops.rules.contexts import FileContext, Problem, ReadResource
from promptops.rules.rule import file_rule

if TYPE_CHECKING:
    from promptops.resources.prompt import Output, Prompt

_HELP = "give `output` a `schema`: a JSON Schema, or the path of the file that holds one"
_HELP_UNDECLARED = "declare `output: {format: json, schema: …}`"
_ROLES = {"extraction": "an extraction", "classification": "a classification"}


@file_rule(severity=Severity.WARNING, since="0.1.0")
def untyped_output(context: FileContext) -> Iterator[Problem]:
    """Yield each output without a schema, and the first demand for JSON in each text without an output."""
    for resource in context.resources:
        if resource.entry.native and resource.entry.kind == "prompt":
            output = cast("Prompt", resource.model).output
            yield from _undeclared(resource) if output is None else _untyped(resource, output)


def _untyped(resource: ReadResource, output: Output) -> Iterator[Problem]:
    if output.schema_ is not None:
        return
    if output.format == "json":
        yield Problem("the output is JSON without a schema", resource.entry.at("output", "format"), _HELP)
    elif output.role in ("extraction", "classification"):
        message = f"the output is that of {_ROLES[output.role]}, without a schema"
        yield Problem(message, resource.entry.at("output", "role"), _HELP)


def _undeclared(resource: ReadResource) -> Iterator[Problem]:
    for text in resource.texts:
        demand = json_demand(text.text)
        if demand is not None:
            start, end = demand if text.keys[-1] != "file" else (-1, -1)
            place = resource.entry.at(*text.keys)._replace(start=start, end=end)
            yield Problem("the text demands JSON, and the prompt declares no `output`", place, _HELP_UNDECLARED)
