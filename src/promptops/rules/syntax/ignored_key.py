"""A key is one that the program for which the file is written passes over.

## Why is this bad?

The limit is not kept, the option is off, the text never reaches the model, and the file looks as if it were otherwise.
Most such keys are another tool's spelling of the key that was meant. Nobody notices before the bill or the answers do.

It speaks of files in other formats than the compiler's own, and only of keys that their own readers certainly ignore.

## Example

```yaml triage.prompt.yml
name: Triage
model: openai/gpt-4o-mini
modelParameters:
  max_tokens: 500  # warning: [ignored-key]
messages:
  - role: system
    content: You sort bug reports.
  - role: user
    content: "{{input}}"
```

## Near miss

Keys of the test data are free: they are the names of variables.

```yaml triage.prompt.yml
name: Triage
model: openai/gpt-4o-mini
messages:
  - role: system
    content: You sort bug reports. Answer in {{max_tokens}} tokens at most.
  - role: user
    content: "{{input}}"
testData:
  - input: It crashes when I open a file.
    max_tokens: 500
```

## Use instead

```yaml triage.prompt.yml
name: Triage
model: openai/gpt-4o-mini
modelParameters:
  maxTokens: 500
messages:
  - role: system
    content: You sort bug reports.
  - role: user
    content: "{{input}}"
```
"""

from __future__ import annotations

from collections.abc import Iterator

from promptops.diagnostics import Severity
from promptops.rules.contexts import FileContext, Problem
from promptops.rules.rule import file_rule


@file_rule(severity=Severity.WARNING, since="0.1.0")
def ignored_key(context: FileContext) -> Iterator[Problem]:
    """Yield every key that the file's own format ignores."""
    return context.faults_of("ignored-key")
