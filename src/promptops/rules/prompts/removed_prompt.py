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
---
name: support/greeting  # error: [removed-without-deprecation]
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

from promptops.changes.change import MAY_NAME, Change
from promptops.changes.uses import left_behind
from promptops.diagnostics import Severity
from promptops.rules.change_contexts import ChangeContext, ChangeProblem
from promptops.rules.rule import change_rule


@change_rule(severity=Severity.ERROR, direction="input", bump="major", since="0.1.0")
def removed_prompt(context: ChangeContext) -> Iterator[ChangeProblem]:
    """Yield a problem for each line that still names a prompt or fragment that is gone, one where none does."""
    for change in context.comparison.of_kind("prompt", "fragment"):
        if change.status != "removed" or _is_refused(context, change):
            continue
        message = f"the {change.kind} `{change.name}` is gone"
        advice = "keep it, deprecated, until nothing relies on it"
        related = ((change.was_at("name"), "it stood here"),)
        relying = tuple(left_behind(context.comparison, change))
        for consumer, at in relying:
            told = f"{message}; `{consumer.name}` {consumer.how} it"
            is_proven = consumer.how != MAY_NAME
            yield ChangeProblem(
                told,
                change,
                at,
                advice,
                related=related,
                subject=consumer.name,
                consumers=(consumer,),
                is_proven=is_proven,
            )
        if not relying:
            yield ChangeProblem(message, change, change.at(), consumers=())


def _is_refused(context: ChangeContext, change: Change) -> bool:
    """Say whether it is there and could not be read: that is told otherwise, and is no removal."""
    return any(not entry.sound for entry in context.comparison.after.project.named(change.kind, change.name))
