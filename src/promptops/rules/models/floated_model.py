"""A pinned model snapshot became an alias that its provider moves.

## What it does
It compares identifiers: `gpt-4o-2024-08-06` is pinned, `gpt-4o` and everything that ends in `latest` are not. A
change to another family of which nothing says whether it is pinned is told by the rule `changed-model-family` alone.
The name of a deployment, as Azure has them, need not say what it stands for: there it warns. The way back, from an
alias to a snapshot, takes nothing from anybody; the rule `changed-snapshot` tells of it.

## Why is this bad?
The provider points the alias at the next model when it suits the provider. Answers then change on a day on which
nobody changed anything: no diff, no eval run, no rollback, as the old snapshot is written down nowhere.

## Before
```yaml models/chat-large.yaml
kind: Model
name: chat-large
id: meridian-large-2026-02-03
```

```yaml models/chat-fast.yaml
kind: Model
name: chat-fast
id: meridian-fast
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
id: meridian-large-latest  # error: [floated-model]
```

## Near miss
The other way round: an alias becomes the snapshot that it stands for.

```yaml models/chat-fast.yaml
kind: Model
name: chat-fast
id: meridian-fast-2026-08-14
```

## Use instead
Pin the snapshot that the alias stands for today, once the evals have run on it.

```yaml models/chat-large.yaml
kind: Model
name: chat-large
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


@change_rule(severity=Severity.ERROR, direction="run", bump="minor", since="0.1.0")
def floated_model(context: ChangeContext) -> Iterator[ChangeProblem]:
    """Yield a problem for each model, prompt and agent that stood on a snapshot and stands on its alias now."""
    for found in replacements(context.comparison):
        if found.difference == "floated":
            old, new = found.before.written, found.after.written
            yield ChangeProblem(
                f"{found.who} {found.now} the alias {quoted(new)} now, and {found.then} the snapshot {quoted(old)}",
                found.change,
                found.at,
                f"pin a snapshot: {quoted(old)}, or the one that the alias stands for today",
                related=((found.was_at, "the snapshot was pinned here"),),
                subject=found.who,
                old=old,
                new=new,
                consumers=found.consumers,
                is_proven=found.is_certain,
            )
