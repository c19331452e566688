"""A prompt is gone, and something still relies on it.

## Why is this bad?
Whoever loads it by name gets an error instead of a text, in production, when the next bundle is out. Bundles ship apart
from the code that uses them: there is no build that would have failed first.

## Before
```markdown prompts/greeting.prompt.md
---
name: support/greeting
version: 1.0.0
---
Greet the customer by name.
```

```yaml consumers/chat.yaml
kind: Consumer
name: support/chat
of: prompt:support/greeting
source: src/chat.py:12
```

## Example
```deleted prompts/greeting.prompt.md
```

```yaml consumers/chat.yaml
kind: Consumer
name: support/chat
of: prompt:support/greeting  # error: [removed-prompt]
source: src/chat.py:12
```

## Near miss
Nothing relies on it any more: the consumer went with it.

```deleted prompts/greeting.prompt.md
```

```deleted consumers/chat.yaml
```

## Use instead
Deprecate it, name what to use in its place, and remove it when nobody needs it.

```markdown prompts/greeting.prompt.md
---
name: support/greeting
version: 1.0.1
lifecycle: deprecated
deprecation:
  announced: 2026-10-01
  remove_after: 2027-03-01
  replaced_by: support/welcome
---
Greet the customer by name.
```

```markdown prompts/welcome.prompt.md
---
name: support/welcome
version: 1.0.0
---
Welcome the customer by name.
```

```yaml consumers/chat.yaml
kind: Consumer
name: support/chat
of: prompt:support/welcome
source: src/chat.py:12
```
"""

from __future__ import annotations

from collections.abc import Iterator

from promptops.diagnostics import Severity
from promptops.rules.contexts import ChangeContext, ChangeProblem
from promptops.rules.rule import change_rule


@change_rule(severity=Severity.ERROR, direction="input", bump="major", since="0.1.0")
def removed_prompt(context: ChangeContext) -> Iterator[ChangeProblem]:
    """Yield a problem for each surviving consumer of a prompt or fragment that is gone, one where there is none."""
    for change in context.comparison.of_kind("prompt", "fragment"):
        if change.status != "removed":
            continue
        message = f"the {change.kind} `{change.name}` is gone"
        advice = "keep it, deprecated, until nothing relies on it"
        for consumer in change.consumers:
            yield ChangeProblem(
                f"{message}; `{consumer.name}` {consumer.how} it",
                change,
                consumer.at,
                advice,
                related=((change.was_at(), "it stood here"),),
                subject=consumer.name,
                consumers=(consumer,),
            )
        if not change.consumers:
            yield ChangeProblem(message, change, change.at(), None)
