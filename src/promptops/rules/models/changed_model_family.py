"""A prompt or an agent runs on a model of another family, or on one that somebody else serves.

## What it does
The family is what is left of a model's identifier without the date or number of its snapshot and without what a
fine-tune appends: `gpt-4o` of `gpt-4o-2024-08-06`. Who serves a model is its `provider`, or what stands before the
slash in its identifier, or before its dots. That an identifier now names a provider or a region where it named none
changes nothing. Both ways are the same change, so there is no mirror of this rule.

## Why is this bad?
Another model reads the same words otherwise: formats drift, refusals come at other places, labels are spelled anew.
Every prompt was written and judged on the old one. Another provider of the same weights has other filters, limits and
defaults.

## Before
```yaml models/chat-large.yaml
kind: Model
name: chat-large
provider: meridian
id: meridian-large-2026-02-03
```

```yaml providers/meridian.yaml
kind: Provider
name: meridian
timeout: 30s
oncall: platform-oncall (pager)
slo: [{objective: 99.5 %, unit: availability}]
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
provider: meridian
id: meridian-reasoner-2026-08-14  # warning: [changed-model-family]
```

## Near miss
A later snapshot of the same family is told as what it is, for the reader.

```yaml models/chat-large.yaml
kind: Model
name: chat-large
provider: meridian
id: meridian-large-2026-08-14
```

## Use instead
Give the other model a name of its own beside the old one, run the evals on it, and move one prompt after the other.

```yaml models/chat-large.yaml
kind: Model
name: chat-large
provider: meridian
id: meridian-large-2026-02-03
```

```yaml models/chat-reasoner.yaml
kind: Model
name: chat-reasoner
provider: meridian
id: meridian-reasoner-2026-08-14
```
"""

from __future__ import annotations

from collections.abc import Iterator

from promptops.changes.models.ids import sources
from promptops.changes.models.replacements import Replacement, replacements
from promptops.diagnostics import Severity
from promptops.resources.rejections import quoted
from promptops.rules.change_contexts import ChangeContext, ChangeProblem
from promptops.rules.rule import change_rule


@change_rule(severity=Severity.WARNING, direction="run", bump="minor", since="0.1.0")
def changed_model_family(context: ChangeContext) -> Iterator[ChangeProblem]:
    """Yield a problem for each model, prompt and agent behind which stands another family or provider than before."""
    for found in replacements(context.comparison):
        if found.difference in ("family", "provider"):
            yield ChangeProblem(
                f"{found.who} {found.now} {_told(found)}",
                found.change,
                found.at,
                "run the evals of what runs on it with the new model before this goes out",
                related=((found.was_at, "the model before"),),
                subject=found.who,
                old=f"{found.before.provider}/{found.before.written}",
                new=f"{found.after.provider}/{found.after.written}",
                consumers=found.consumers,
                notes=_notes(found),
            )


def _told(found: Replacement) -> str:
    before, after = found.before, found.after
    old, new = sources(before, after) or ("", "")
    if found.difference == "family" or not new:
        return f"{quoted(after.written)} now, by its name of another family than {quoted(before.written)}"
    return f"a model of {quoted(new)} now, and {found.then} one of {quoted(old)}"


def _notes(found: Replacement) -> tuple[str, ...]:
    if found.before.is_pinned and not found.after.is_pinned:
        return (
            f"{quoted(found.before.written)} was a snapshot, {quoted(found.after.written)} does not say which it is",
        )
    return ()
