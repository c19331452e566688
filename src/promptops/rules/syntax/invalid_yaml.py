"""A file cannot be read as the YAML, JSON or text that it ought to be.

## Why is this bad?

Nothing in the file counts: not the resource, not its owner, not the names that other files refer to. Many a parser
guesses instead, and each guesses differently; the prompt that ships is then not the one that was reviewed.

Files are read as YAML 1.2 without guessing. Tags that name code or types are refused, and so are texts that are not
UTF-8, nesting without end, and aliases that repeat more than a file could hold.

## Example

```yaml prompts/refund.yaml
kind: Prompt
name: support/refund
description: Refunds: who gets one, and when  # error: [invalid-yaml]
body: You answer refund requests.
```

## Near miss

A colon needs no quotes where no blank follows it, and nor does `no`, which is a word in YAML 1.2.

```yaml prompts/refund.yaml
kind: Prompt
name: support/refund
description: Refunds at any time from 9:00, see https://example.com/refunds
labels:
  reviewed: no
body: You answer refund requests.
```

## Use instead

```yaml prompts/refund.yaml
kind: Prompt
name: support/refund
description: "Refunds: who gets one, and when"
body: You answer refund requests.
```
"""

from __future__ import annotations

from collections.abc import Iterator

from promptops.diagnostics import Severity
from promptops.rules.contexts import FileContext, Problem
from promptops.rules.rule import file_rule


@file_rule(severity=Severity.ERROR, since="0.1.0")
def invalid_yaml(context: FileContext) -> Iterator[Problem]:
    """Yield what the readers could not read."""
    return context.faults_of("invalid-yaml")
