"""Text is gone from a prompt that others rely on.

## Why is this bad?
Nobody is known to need just these words: then it would be an error of another rule. But of all edits of prompts, taking
text away is the one that is most often taken back: in public histories twice as often as others.

## Before
```markdown prompts/reply.prompt.md
---
name: support/reply
version: 1.0.0
lifecycle: stable
---
Answer the customer in two sentences.
Name the order that the question is about.
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
name: support/reply  # warning: [removed-text]
version: 1.1.0
lifecycle: stable
---
Answer the customer in two sentences.
```

## Near miss
Nothing is gone: the sentence says it in other words.

```markdown prompts/reply.prompt.md
---
name: support/reply
version: 1.0.1
lifecycle: stable
---
Answer the customer in two sentences.
Name the order number that the question is about.
```

## Use instead
Try the shorter text as an experiment, next to the stable one, before it replaces it.

```markdown prompts/reply-short.prompt.md
---
name: support/reply-short
version: 0.1.0
lifecycle: experimental
---
Answer the customer in two sentences.
```

```markdown prompts/reply.prompt.md
---
name: support/reply
version: 1.0.1
lifecycle: stable
description: The short form of it is tried out as `support/reply-short`.
---
Answer the customer in two sentences.
Name the order that the question is about.
```
"""

from __future__ import annotations

from collections.abc import Iterator

from promptops.diagnostics import Severity
from promptops.rules.contexts import ChangeContext, ChangeProblem
from promptops.rules.rule import change_rule
from promptops.rules.sentences import MAX_NOTES, changes_between, said_of

_STABLE = "stable"


@change_rule(severity=Severity.WARNING, direction="text", bump="minor", since="0.1.0")
def removed_text(context: ChangeContext) -> Iterator[ChangeProblem]:
    """Yield a problem for each prompt or fragment that says itself that it is stable and lost a sentence."""
    for change in context.comparison.kept("prompt", "fragment"):
        if change.before is None or change.after is None or change.before.data.get("lifecycle") != _STABLE:
            continue
        gone = [
            each
            for text in change.before.texts
            if (after := change.after.text_at(text.keys)) is not None
            for each in changes_between(text.text, after.text)
            if each.kind == "removed"
        ]
        if gone:
            many = f"{len(gone)} sentences are" if len(gone) > 1 else "a sentence is"
            yield ChangeProblem(
                f"{many} gone from `{change.name}`",
                change,
                change.at("name"),
                "make sure that nobody needs what is gone; an experimental copy can be tried first",
                old="\n".join(each.before.words for each in gone if each.before is not None),
                notes=tuple(map(said_of, gone[:MAX_NOTES])),
            )
