"""A key has a value that it cannot have, or lacks one that it needs.

## Why is this bad?

The compiler does not know what is meant, so the resource is left out of the project. A program that guesses does
worse: `"0.2"` for `0.2` reaches the provider as a string, and the call fails in production.

## Example

```markdown prompts/refund.prompt.md
---
name: support/refund
version: 2.1  # error: [invalid-value]
parameters:
  temperature: "0.2"  # error: [invalid-value]
output:
  format: jason  # error: [invalid-value]
---
You answer refund requests.
```

## Near miss

A parameter that not every provider knows may have any value, and a version any number of digits.

```markdown prompts/refund.prompt.md
---
name: support/refund
version: 2026.11.0-rc.1
parameters:
  temperature: 0
  service_tier: "0.2"
output:
  format: text
---
You answer refund requests.
```

## Use instead

```markdown prompts/refund.prompt.md
---
name: support/refund
version: 2.1.0
parameters:
  temperature: 0.2
output:
  format: text
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
def invalid_value(context: FileContext) -> Iterator[Problem]:
    """Yield every value that was refused."""
    return context.faults_of("invalid-value")
