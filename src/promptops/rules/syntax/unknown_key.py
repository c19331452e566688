"""A key means nothing to the compiler.

## Why is this bad?

A misspelt key says nothing: the parameter is not set, the owner not named, the limit not kept, and the file looks as
if they were. That is found in production, if at all.

## Example

```markdown prompts/refund.prompt.md
---
name: support/refund
ouput: {format: text}  # error: [unknown-key]
labels: {channel: mail}
---
You answer refund requests.
```

## Near miss

Below `labels` and `annotations` keys are free, and so are the parameters of a call, which each provider names as it
likes.

```markdown prompts/refund.prompt.md
---
name: support/refund
output: {format: text}
parameters: {reasoning_effort: low}
labels: {ouput: text}
annotations: {jira: {ticket: SUP-12}}
---
You answer refund requests.
```

## Use instead

```markdown prompts/refund.prompt.md
---
name: support/refund
output: {format: text}
labels: {channel: mail}
---
You answer refund requests.
```
"""

from __future__ import annotations

from collections.abc import Iterator

from promptops.diagnostics import Severity
from promptops.rules.contexts import FileContext, Problem
from promptops.rules.rule import file_rule


@file_rule(severity=Severity.ERROR, since="0.1.0")
def unknown_key(context: FileContext) -> Iterator[Problem]:
    """Yield every key that its block does not know."""
    return context.faults_of("unknown-key")
