"""A prompt has another name, and something still calls it by the old one.

## Why is this bad?
Whoever loads it by the old name gets an error instead of a text, as if it had been removed. A rename looks harmless in
review because every word of the text is still there.

A prompt counts as renamed when one went and another came that holds the same. If all who name it have followed, it is
told for the reader, and breaks nobody.

## Before
```markdown prompts/reply.prompt.md
---
name: support/reply
version: 1.2.0
---
You answer customers of an online shop. Be polite, answer in the customer's language, and keep to three sentences.
```

```yaml consumers/chat.yaml
kind: Consumer
name: support/chat
of: prompt:support/reply
source: src/chat.py:12
```

## Example
```markdown prompts/reply.prompt.md
---
name: support/customer-reply
version: 2.0.0
---
You answer customers of an online shop. Be polite, answer in the customer's language, and keep to three sentences.
```

```yaml consumers/chat.yaml
kind: Consumer
name: support/chat
of: prompt:support/reply  # error: [renamed-prompt]
source: src/chat.py:12
```

## Near miss
The file has moved and the name has not: names are what references lead by.

```deleted prompts/reply.prompt.md
```

```markdown prompts/support/reply.prompt.md
---
name: support/reply
version: 1.2.0
---
You answer customers of an online shop. Be polite, answer in the customer's language, and keep to three sentences.
```

## Use instead
Keep the old name, deprecated, beside the new one until everybody has followed.

```markdown prompts/reply.prompt.md
---
name: support/reply
version: 1.2.1
lifecycle: deprecated
deprecation:
  announced: 2026-10-01
  remove_after: 2027-03-01
  replaced_by: support/customer-reply
---
You answer customers of an online shop. Be polite, answer in the customer's language, and keep to three sentences.
```

```markdown prompts/customer-reply.prompt.md
---
name: support/customer-reply
version: 1.0.0
---
You answer customers of an online shop. Be polite, answer in the customer's language, and keep to three sentences.
```

```yaml consumers/chat.yaml
kind: Consumer
name: support/chat
of: prompt:support/customer-reply
source: src/chat.py:12
```
"""

from __future__ import annotations

from collections.abc import Iterator

from promptops.changes.change import MAY_NAME, Change
from promptops.changes.code_uses import key_of
from promptops.changes.uses import left_behind
from promptops.diagnostics import Severity
from promptops.rules.change_contexts import ChangeContext, ChangeProblem
from promptops.rules.rule import change_rule


@change_rule(severity=Severity.ERROR, direction="input", bump="major", since="0.1.0")
def renamed_prompt(context: ChangeContext) -> Iterator[ChangeProblem]:
    """Yield a problem for each line that still has the old name of a prompt or fragment, one where none has."""
    for change in context.comparison.kept("prompt", "fragment"):
        if change.status == "renamed":
            yield from _problems(context, change)


def _advice(change: Change, old: str, new: str) -> str:
    entry = change.known.entry
    if entry.native:
        return f"write `{new}`, or keep `{old}`, deprecated, beside it"
    return f"write `{key_of(entry) or new}`, or keep what it was called"


def _problems(context: ChangeContext, change: Change) -> Iterator[ChangeProblem]:
    old = change.name if change.before is None else change.before.entry.name
    new = change.name
    stale = tuple(left_behind(context.comparison, change))
    for consumer, at in stale:
        yield ChangeProblem(
            f"the {change.kind} `{old}` is `{new}` now; `{consumer.name}` still has the old name",
            change,
            at,
            _advice(change, old, new),
            related=(
                (change.at("name"), "it has its new name here"),
                (change.was_at("name"), "it had its old name here"),
            ),
            subject=consumer.name,
            old=old,
            new=new,
            consumers=(consumer,),
            is_proven=consumer.how != MAY_NAME,
        )
    if not stale:
        message = f"the {change.kind} `{old}` is `{new}` now"
        related = ((change.was_at("name"), "it had its old name here"),)
        yield ChangeProblem(
            message, change, change.at("name"), None, related=related, subject="", old=old, new=new, consumers=()
        )
