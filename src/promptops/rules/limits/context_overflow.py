"""A prompt does not fit into the context window of its model together with the answer that it may have.

## What it does
It counts the text with all that it includes and with the tokens that the answer may have (`max_output_tokens` and the
like), for the model that the prompt names and for each that stands in for it. Inputs are left out: only whoever sends
them knows how long they are. Texts for OpenAI's models are counted with their own vocabulary; those for others have a
token for each byte at most, and one for each 256 at least. It is an error if the least is too much, else a warning.

## Why is this bad?
The provider refuses every call. A fallback with a smaller window refuses those that it was meant to save.

## Example
```markdown prompts/reply.prompt.md
---
name: support/reply
model: chat-small
parameters:
  max_output_tokens: 4096  # error: [context-overflow]
---
Answer the customer.
```

```yaml models/chat-small.yaml
kind: Model
name: chat-small
context_window: 4096
```

## Near miss
It fits, if barely.

```markdown prompts/reply.prompt.md
---
name: support/reply
model: chat-small
parameters:
  max_output_tokens: 4000
---
Answer the customer.
```

```yaml models/chat-small.yaml
kind: Model
name: chat-small
context_window: 4096
```

## Use instead
Leave room for the inputs, or use a model with a larger window.

```markdown prompts/reply.prompt.md
---
name: support/reply
model: chat-small
parameters:
  max_output_tokens: 1000
---
Answer the customer.
```

```yaml models/chat-small.yaml
kind: Model
name: chat-small
context_window: 4096
```
"""

from __future__ import annotations

from collections.abc import Iterator

from promptops.diagnostics import Severity
from promptops.resources.rejections import quoted
from promptops.rules.contexts import Problem, ProjectContext
from promptops.rules.overflow import Overflow, overflows
from promptops.rules.rule import project_rule

_ADVICE = "shorten the text, limit the answer, or use a model with a larger window"


@project_rule(severity=Severity.ERROR, since="0.1.0")
def context_overflow(context: ProjectContext) -> Iterator[Problem]:
    """Yield a problem for each prompt and model whose window the prompt and its answer exceed."""
    for found in overflows(context):
        severity = Severity.ERROR if found.is_proven else Severity.WARNING
        related = () if found.window_at is None else ((found.window_at, f"the window of `{found.model}`"),)
        yield Problem(_message(found), found.at, _ADVICE, related, found.model, at_most=severity)


def _message(found: Overflow) -> str:
    some = "at least" if found.is_proven else "up to"
    text = f"{some} {found.tokens:,} token{'s'[: found.tokens != 1]} ({found.basis})"
    answer = f" and an answer of {found.answer:,}" if found.answer else ""
    return f"the text has {text}{answer}: the window of {quoted(found.model)} holds {found.window:,}"
