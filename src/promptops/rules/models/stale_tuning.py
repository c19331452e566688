"""A prompt was tuned for another model than the one that answers it.

## What it does
It compares `tuned_for` of a native prompt with the identifier of the model that answers it. The name of a `Model` and
its identifier are the same, and so are a snapshot with and without its provider, or what was tuned on it. An alias says
nothing against any of its snapshots.

## Why is this bad?
Wording is tuned against one snapshot: its formats, its refusals, what it overlooks. On another one the same words do
something else, and `tuned_for` tells whoever looks for the cause that it cannot be that.

## Example
```yaml models/chat-large.yaml
kind: Model
name: chat-large
id: meridian-large-2026-08-14
```

```markdown prompts/reply.prompt.md
---
name: support/reply
model: chat-large
tuned_for: meridian-large-2026-02-03  # warning: [stale-tuning]
---
Answer the customer's question in two sentences.
```

## Near miss
The prompt was tuned for the model by its name.

```yaml models/chat-large.yaml
kind: Model
name: chat-large
id: meridian-large-2026-08-14
```

```markdown prompts/reply.prompt.md
---
name: support/reply
model: chat-large
tuned_for: chat-large
---
Answer the customer's question in two sentences.
```

## Use instead
Run the evals on the model in use, mend the wording, and say which snapshot it was tuned for.

```yaml models/chat-large.yaml
kind: Model
name: chat-large
id: meridian-large-2026-08-14
```

```markdown prompts/reply.prompt.md
---
name: support/reply
model: chat-large
tuned_for: meridian-large-2026-08-14
---
Answer the customer's question in two sentences.
```
"""

from __future__ import annotations

from collections.abc import Iterator

from promptops.catalog import ModelFacts
from promptops.changes.models.ids import model_id
from promptops.diagnostics import Severity
from promptops.resources.rejections import quoted
from promptops.rules.answering import answering
from promptops.rules.contexts import Problem, ProjectContext
from promptops.rules.rule import project_rule


@project_rule(severity=Severity.WARNING, since="0.1.0")
def stale_tuning(context: ProjectContext) -> Iterator[Problem]:
    """Yield a problem for each prompt that was tuned for another model than the one that answers it."""
    for answer in answering(context.project):
        is_own = answer.instead_of is None and answer.holder is answer.user
        if not is_own or not answer.facts.id or '"tuned_for"' not in answer.holder.data:
            continue
        tuned = answer.data.get("tuned_for")
        if isinstance(tuned, str) and tuned != answer.model.name and _is_another(tuned, answer.facts):
            yield Problem(
                f"the wording was tuned for {quoted(tuned)}, and {quoted(answer.facts.id)} answers",
                answer.holder.at("tuned_for"),
                "run the evals on the model in use, then name that",
                ((answer.at, "the model is named here"),),
            )


def _is_another(tuned: str, facts: ModelFacts) -> bool:
    theirs, ours = model_id(tuned), model_id(facts.id, facts.provider)
    if theirs.family != ours.family:
        return facts.snapshot is None or tuned != facts.snapshot.value
    if theirs.pin and ours.pin and theirs.pin != ours.pin:
        return True
    return bool(theirs.tag) and theirs.tag != ours.tag
