"""A fallback lacks something that its primary has and that a prompt or an agent on the primary needs.

## What it does
It looks at what can be seen from files: an output schema needs `json-schema`, tools need `tools`, and an answer must
fit in `max_output_tokens` and `context_window`. What a model's file does not say is not held against it, and neither is
what the primary lacks as well. Whether a fallback accepts the parameters of a call is not asked here.

## Why is this bad?
A fallback is called when the primary is down, so what it cannot do shows during an outage, and only then: answers
that no parser takes, or a second error in the place of the first.

## Example
```yaml models/chat-large.yaml
kind: Model
name: chat-large
capabilities: [tools, json-schema]
fallbacks:
  - chat-standby  # error: [incompatible-fallback]
```

```yaml models/chat-standby.yaml
kind: Model
name: chat-standby
capabilities: [tools]
```

```markdown prompts/triage.prompt.md
---
name: support/triage
model: chat-large
output:
  schema: {type: object, properties: {intent: {enum: [order, return]}}, required: [intent]}
---
Say what the customer's message is about.
```

## Near miss
This one lacks tools, which no prompt on the primary calls.

```yaml models/chat-large.yaml
kind: Model
name: chat-large
capabilities: [tools, json-schema]
fallbacks:
  - chat-spare
```

```yaml models/chat-spare.yaml
kind: Model
name: chat-spare
capabilities: [json-schema]
```

```markdown prompts/triage.prompt.md
---
name: support/triage
model: chat-large
output:
  schema: {type: object, properties: {intent: {enum: [order, return]}}, required: [intent]}
---
Say what the customer's message is about.
```

## Use instead
Fall back to a model that can do what the prompts on the primary need, and let its file say so.

```yaml models/chat-large.yaml
kind: Model
name: chat-large
capabilities: [tools, json-schema]
fallbacks:
  - chat-standby
```

```yaml models/chat-standby.yaml
kind: Model
name: chat-standby
capabilities: [tools, json-schema]
```

```markdown prompts/triage.prompt.md
---
name: support/triage
model: chat-large
output:
  schema: {type: object, properties: {intent: {enum: [order, return]}}, required: [intent]}
---
Say what the customer's message is about.
```
"""

from __future__ import annotations

import json
from collections.abc import Iterator

from promptops.changes.models.needs import Need, is_met, needs_with
from promptops.changes.snapshot import Snapshot
from promptops.diagnostics import Severity
from promptops.graph.calls import Call, CallGraph
from promptops.resources.entries import Entry, Place
from promptops.resources.rejections import quoted
from promptops.rules.contexts import Problem, ProjectContext
from promptops.rules.rule import project_rule

_USERS = ("prompt", "agent")


@project_rule(severity=Severity.ERROR, since="0.1.0")
def incompatible_fallback(context: ProjectContext) -> Iterator[Problem]:
    """Yield a problem for each thing that is needed of a primary and that a fallback of it does not have."""
    if "model" not in context.project.names:
        return
    graph = CallGraph.of(context.project)
    for model in graph.nodes:
        fallbacks = graph.fallbacks_of(model) if model.kind == "model" and '"fallbacks"' in model.data else ()
        needed = list(_needed_of(graph, model)) if fallbacks else []
        for call in fallbacks:
            found: dict[tuple[str, str], list[tuple[Entry, Need]]] = {}
            fallback = _snapshot(call.target)
            for user, need in needed:
                if is_met(need, fallback) == "lacking":
                    found.setdefault((need.kind, need.name), []).append((user, need))
            for users in found.values():
                yield _problem(call, users)


def _needed_of(graph: CallGraph, model: Entry) -> Iterator[tuple[Entry, Need]]:
    """Yield what is needed of a model by those who run on it, but for what it lacks itself."""
    primary = _snapshot(model)
    for user, at in _users_of(graph, model):
        prompt = next((call.target for call in graph.edges_from(user) if call.link.field == "prompt"), None)
        for need in needs_with(_snapshot(user), None if prompt is None else _snapshot(prompt), at):
            if need.kind != "parameter" and is_met(need, primary) != "lacking":
                yield user, need


def _users_of(graph: CallGraph, model: Entry) -> Iterator[tuple[Entry, Place]]:
    """Yield the prompts and agents that a model answers, each with where it is named: of an agent maybe its prompt."""
    calls = [call for call in graph.edges_to(model) if call.source.kind in _USERS]
    yield from ((call.source, call.at) for call in calls)
    for call in calls:
        for each in graph.edges_to(call.source) if call.source.kind == "prompt" else ():
            if each.source.kind == "agent" and _runs_on(graph, each.source, model):
                yield each.source, call.at


def _runs_on(graph: CallGraph, agent: Entry, model: Entry) -> bool:
    call = graph.model_call_of(agent)
    return call is not None and call.target is model and call.holder is not agent


def _problem(call: Call, users: list[tuple[Entry, Need]]) -> Problem:
    user, need = users[0]
    others = len({id(entry) for entry, _ in users}) - 1
    more = f", as {others:,} more do" if others else ""
    return Problem(
        f"the fallback `{call.target.name}` of `{call.source.name}` {need.lacking};"
        f" the {user.kind} `{user.name}` {need.because}{more}",
        call.at,
        f"fall back to a model that has what {quoted(call.source.name)} has, or to none",
        ((need.at, "it is needed here"), (call.target.at(), "the fallback")),
        f"{call.target.name} {need.kind} {need.name}",
    )


def _snapshot(entry: Entry) -> Snapshot:
    return Snapshot(entry, json.loads(entry.data), (), None)
