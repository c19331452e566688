"""A model lacks something that a prompt or an agent which runs on it needs, and did not lack it before.

## What it does
It looks at what can be seen from files: an output schema needs `json-schema`, tools need `tools`, each parameter that
is set must be among the `parameters` that the model accepts, and an answer must fit in `max_output_tokens` and
`context_window`. What a model's file does not say is not held against it. Where the file of a model no longer states
a capability that nothing can be seen to use, such as `vision`, or a smaller context window, it warns.

The mirror, a model that gains something, breaks nothing.

## Why is this bad?
The call is refused with an error, or the parameter is dropped without one, and it happens in production: the prompt's
own file did not change, so nobody looked at it.

## Before
```yaml models/chat-large.yaml
kind: Model
name: chat-large
capabilities: [tools, json-schema]
parameters: [temperature, max_output_tokens]
max_output_tokens: 32000
```

```markdown prompts/triage.prompt.md
---
name: support/triage
model: chat-large
output:
  schema: {type: object, properties: {intent: {enum: [order, return]}}, required: [intent]}
parameters:
  temperature: 0
  max_output_tokens: 16000
---
Say what the customer's message is about.
```

## Example
```yaml models/chat-large.yaml
kind: Model
name: chat-large
capabilities: [tools]
parameters: [max_output_tokens]
max_output_tokens: 8000
```

```markdown prompts/triage.prompt.md
---
name: support/triage
model: chat-large
output:
  schema: {type: object, properties: {intent: {enum: [order, return]}}, required: [intent]}  # error: [lost-capability]
parameters:
  temperature: 0  # error: [lost-capability]
  max_output_tokens: 16000  # error: [lost-capability]
---
Say what the customer's message is about.
```

## Near miss
No prompt on this model calls tools.

```yaml models/chat-large.yaml
kind: Model
name: chat-large
capabilities: [json-schema]
parameters: [temperature, max_output_tokens]
max_output_tokens: 32000
```

## Use instead
Let the file say what the model has, or ask for no more than that.

```yaml models/chat-large.yaml
kind: Model
name: chat-large
capabilities: [tools, json-schema]
parameters: [temperature, max_output_tokens]
max_output_tokens: 16000
```
"""

from __future__ import annotations

from collections.abc import Iterator

from promptops.changes.change import Consumer, Kept
from promptops.changes.models.needs import Need, is_met, needs_of, seen_in_use
from promptops.changes.models.running import Move, Running, moves
from promptops.diagnostics import Severity
from promptops.resources.rejections import quoted
from promptops.rules.change_contexts import ChangeContext, ChangeProblem
from promptops.rules.rule import change_rule

_RUNS = "runs on"


@change_rule(severity=Severity.ERROR, direction="run", bump="major", since="0.1.0")
def lost_capability(context: ChangeContext) -> Iterator[ChangeProblem]:
    """Yield a problem for each need of a prompt or agent that its model met and no longer meets."""
    for move in moves(context.comparison):
        yield from _unmet(context, move)
    for change in context.comparison.kept("model"):
        users = tuple(consumer for consumer in change.consumers if consumer.how == _RUNS)
        if users:
            yield from _unseen(change, users)
            yield from _narrower(change, users)


def _unmet(context: ChangeContext, move: Move) -> Iterator[ChangeProblem]:
    run = move.after
    old, new = move.before.model, run.model
    if old is None or new is None:
        return
    user = run.user.entry
    for need in needs_of(context.comparison.after, run):
        before, after = is_met(need, old), is_met(need, new)
        is_lost = after == "lacking" and before != "lacking"
        is_unsaid = after == "unsaid" and before == "met" and move.change.kind == "model" and new.entry.native
        if (is_lost or is_unsaid) and not _is_told_of_its_prompt(run, need):
            yield ChangeProblem(
                f"the {user.kind} `{user.name}` {need.because}, and `{new.entry.name}` {need.lacking}",
                move.change,
                need.at,
                _advice(move, need),
                related=((run.at, "it runs on the model here"), (new.entry.at(_KEYS[need.kind]), "what the model has")),
                subject=f"{user.reference} {need.kind} {need.name}",
                old=old.entry.name,
                new=new.entry.name,
                consumers=(run.consumer(run.user.owner),),
                is_proven=is_lost,
            )


_KEYS = {"type": "type", "capability": "capabilities", "parameter": "parameters", "tokens": "max_output_tokens"}


def _is_told_of_its_prompt(run: Running, need: Need) -> bool:
    """Say whether it is an agent on the model of its prompt, which has the need itself."""
    naming = run.naming.entry
    return naming.kind != run.user.entry.kind and (need.at.path, need.at.ordinal) == (naming.path, naming.ordinal)


def _advice(move: Move, need: Need) -> str:
    if need.kind == "tokens":
        return f"ask for fewer tokens, or stay on {quoted(move.before.link.text)}"
    if move.change.kind == "model":
        return "keep what it had, or move what needs it to another model first"
    return f"stay on {quoted(move.before.link.text)}, or do without"


def _unseen(change: Kept, users: tuple[Consumer, ...]) -> Iterator[ChangeProblem]:
    """Yield the capabilities that a model no longer states and of which no file says whether something uses them."""
    old, new = (each.data.get("capabilities") or () for each in change.both)
    for capability in old:
        if capability not in new and not seen_in_use(capability):
            yield ChangeProblem(
                f"the model `{change.name}` no longer states the capability {quoted(capability)}",
                change,
                change.at("capabilities"),
                "see whether what runs on it uses it",
                related=((change.was_at("capabilities"), "it was stated here"),),
                subject=capability,
                old=capability,
                consumers=users,
                is_proven=False,
            )


def _narrower(change: Kept, users: tuple[Consumer, ...]) -> Iterator[ChangeProblem]:
    old, new = (each.data.get("context_window") for each in change.both)
    if isinstance(old, int) and isinstance(new, int) and new < old:
        yield ChangeProblem(
            f"the model `{change.name}` reads {new} tokens now, and read {old}",
            change,
            change.at("context_window"),
            "see whether what runs on it sends more",
            related=((change.was_at("context_window"), "the window before"),),
            subject="context_window",
            old=f"{old}",
            new=f"{new}",
            consumers=users,
            is_proven=False,
        )
