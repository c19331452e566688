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

import re
from collections.abc import Iterator

from promptops.diagnostics import Severity
from promptops.resources.prompt import Output, Prompt
from promptops.rules.contexts import FileContext, Problem, PromptText, ReadResource
from promptops.rules.rule import file_rule

_HELP = "give `output` a `schema`: a JSON Schema, or the path of the file that holds one"
_REACH = 90
_MOST_BETWEEN = 7
_MOST_PLACES = 200

_JSON = re.compile(r"\bJSON\b", re.IGNORECASE)
_WORD = re.compile(r"[A-Za-z'\u2019]+|[.!?:;\n]")
_NOT_THE_ANSWER = re.compile(
    r"[ \t]+(?:schemas?|files?|parsers?|parsing|web|lines?|patch|pointers?|path|errors?|syntax|apis?|data|documents?)\b"
)
_VERBS = frozenset({"answer", "emit", "format", "generate", "output", "produce", "provide", "reply", "respond"}) | {
    "return",
    "write",
}
_BETWEEN = frozenset(
    "a an and as be back clean compact complete everything exactly exclusively flat following format formatted here in"
    " it just minified must nothing object of one only output plain pure raw reply response result results should single"
    " strict strictly structured the them this to user using valid well formed with your answer but".split()
)
_DENIALS = frozenset(
    "no not never don't dont cannot can't without avoid if when that which who may might can could would tool tools api"
    " function functions it they".split()
)


@file_rule(severity=Severity.WARNING, since="0.1.0")
def untyped_output(context: FileContext) -> Iterator[Problem]:
    """Yield each output without a schema, and the first demand for JSON in each text without an output."""
    for resource in context.resources:
        model = resource.model
        if isinstance(model, Prompt) and resource.entry.native:
            if model.output is not None:
                yield from _untyped(resource, model.output)
            else:
                yield from (_demanded(resource, text) for text in ())
