"""A mapping gives the same key twice.

## Why is this bad?

Most parsers drop one of the two without a word, and not all of them the same one. Whoever changes the one that is
dropped changes nothing, and wonders why.

## Example

```markdown prompts/refund.prompt.md
---
name: support/refund
parameters:
  temperature: 0.2
  max_output_tokens: 800
  temperature: 0.9  # error: [duplicate-key]
---
You answer refund requests.
```

## Near miss

The same key may stand in two mappings, in two documents of one file, and beside one that is merged by `<<`, over
which it wins.

```yaml models/chat.yaml
kind: Provider
name: acme
retries: &patient
  max_attempts: 3
---
kind: Model
name: chat
provider: acme
id: chat-2026-05
parameters: [temperature, top_p]
```

```markdown prompts/refund.prompt.md
---
name: support/refund
annotations:
  calm: &calm {temperature: 0.2, tries: 1}
  bold: {<<: *calm, temperature: 0.9}
---
You answer refund requests.
```

## Use instead

```markdown prompts/refund.prompt.md
---
name: support/refund
parameters:
  temperature: 0.2
  max_output_tokens: 800
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
def duplicate_key(context: FileContext) -> Iterator[Problem]:
    """Yield every key that repeats an earlier one."""
    return context.faults_of("duplicate-key")
