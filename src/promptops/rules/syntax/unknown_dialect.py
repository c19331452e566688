"""A file can be read in two formats, and nothing says which one is meant.

## What it does

It speaks of a file that has the marks of two formats, such as front matter of dotprompt's above a Jinja2 template. Such
a file is not read: whatever was guessed could be wrong. A file that only has the suffix of a known format, and the
marks of another tool throughout, is passed over without a word, and so is plain text.

Where the file fits two formats, `sources` in `promptops.yaml` can say which one it is in; where `sources` names a
format that the file is not in, that is reported, too.

## Why is this bad?

Two programs read the file differently, and so may two versions of one. Tags that the program at work does not know
are text to it, and go to the model as they stand.

## Example

```handlebars prompts/refund.prompt
---  # warning: [unknown-dialect]
model: googleai/gemini-2.5-flash
input:
  schema: {order_id: string, vip?: boolean}
---
Answer the refund request for order {{order_id}}.
{% if vip %}Thank the customer for their loyalty.{% endif %}
```

## Near miss

Other tools use the suffix too. Nothing in this file is dotprompt's.

```jinja prompts/refund.prompt
Answer the refund request for order {{ order_id }}.
{% if vip %}Thank the customer for their loyalty.{% endif %}
```

## Use instead

```handlebars prompts/refund.prompt
---
model: googleai/gemini-2.5-flash
input:
  schema: {order_id: string, vip?: boolean}
---
Answer the refund request for order {{order_id}}.
{{#if vip}}Thank the customer for their loyalty.{{/if}}
```
"""

from __future__ import annotations

from collections.abc import Iterator

from promptops.diagnostics import Severity
from promptops.rules.contexts import FileContext, Problem
from promptops.rules.rule import file_rule


@file_rule(severity=Severity.WARNING, since="0.1.0")
def unknown_dialect(context: FileContext) -> Iterator[Problem]:
    """Yield what the readers could not decide."""
    return context.faults_of("unknown-dialect")
