"""The snapshot of a model changed under the prompts that run on it.

## What it does
It tells of each model, prompt and agent that moved to another snapshot of the same family, newer or older, and of each
alias that became a snapshot. The rule `floated-model` speaks of the opposite, a snapshot that became an alias.

## Why is this bad?
It need not be: snapshots retire, and later ones are better on average. But averages hide what got worse, and prompts
were tuned on the old one. Whoever reads the change should see it.

## Before
```yaml models/chat-large.yaml
kind: Model
name: chat-large
id: meridian-large-2026-02-03
price: {input: 2.40, output: 9.60}
```

```markdown prompts/reply.prompt.md
---
name: support/reply
model: chat-large
---
Answer the customer's question in two sentences.
```

```yaml evals/reply.yaml
kind: Eval
name: support/reply-quality
subjects: [prompt:support/reply]
```

## Example
```yaml models/chat-large.yaml
kind: Model
name: chat-large
id: meridian-large-2026-08-14  # info: [changed-snapshot]
price: {input: 2.40, output: 9.60}
```

## Near miss
The same snapshot for another price answers as before.

```yaml models/chat-large.yaml
kind: Model
name: chat-large
id: meridian-large-2026-02-03
price: {input: 1.90, output: 7.60}
```

## Use instead
Where prompts are to move one after the other, give the new snapshot a name of its own.

```yaml models/chat-large.yaml
kind: Model
name: chat-large
id: meridian-large-2026-02-03
price: {input: 2.40, output: 9.60}
```

```yaml models/chat-large-next.yaml
kind: Model
name: chat-large-next
id: meridian-large-2026-08-14
```
"""

from __future__ import annotations

from collections.abc import Iterator

from promptops.changes.models.replacements import replacements
from promptops.diagnostics import Severity
from promptops.resources.rejections import quoted
from promptops.rules.change_contexts import ChangeContext, ChangeProblem
from promptops.rules.rule import change_rule


@change_rule(severity=Severity.INFO, direction="run", bump="minor", since="0.1.0")
def changed_snapshot(context: ChangeContext) -> Iterator[ChangeProblem]:
    """Yield a problem for each model, prompt and agent behind which stands another snapshot of the same family."""
    for found in replacements(context.comparison):
        if found.difference == "snapshot":
            old, new = found.before.written, found.after.written
            yield ChangeProblem(
                f"{found.who} {found.now} {quoted(new)} now, and {found.then} {quoted(old)}",
                found.change,
                found.at,
                "run the evals of what runs on it with the new snapshot",
                related=((found.was_at, "the snapshot before"),),
                subject=found.who,
                old=old,
                new=new,
                consumers=found.consumers,
            )
