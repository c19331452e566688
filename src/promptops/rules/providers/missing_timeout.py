"""A provider that models are called at has no timeout.

## What it does
It looks at providers whose models a prompt, an agent or a tool calls, fallbacks included. Where nothing but agents
with a `limits.timeout` of their own call them, and where an environment gives the provider one, it is quiet.

## Why is this bad?
In an outage many providers do not refuse a call: they never answer it. Calls pile up until the application is down as
well, and a fallback is never reached, since the first attempt does not end.

## Example
```yaml providers/meridian.yaml
kind: Provider
name: meridian  # warning: [missing-timeout]
oncall: platform-oncall (pager)
slo: [{objective: 99.5 %, unit: availability}]
```

```yaml models/chat-large.yaml
kind: Model
name: chat-large
provider: meridian
```

```markdown prompts/refund.prompt.md
---
name: support/refund
model: chat-large
---
Answer refund requests.
```

## Near miss
Only an agent calls it, and each of its runs ends in time.

```yaml providers/meridian.yaml
kind: Provider
name: meridian
oncall: platform-oncall (pager)
slo: [{objective: 99.5 %, unit: availability}]
```

```yaml models/chat-large.yaml
kind: Model
name: chat-large
provider: meridian
```

```markdown prompts/refund.prompt.md
---
name: support/refund
---
Answer refund requests.
```

```yaml agents/desk.yaml
kind: Agent
name: support/desk
prompt: support/refund
model: chat-large
limits: {max_turns: 6, timeout: 3m}
```

## Use instead
```yaml providers/meridian.yaml
kind: Provider
name: meridian
oncall: platform-oncall (pager)
slo: [{objective: 99.5 %, unit: availability}]
timeout: 30s
```

```yaml models/chat-large.yaml
kind: Model
name: chat-large
provider: meridian
```

```markdown prompts/refund.prompt.md
---
name: support/refund
model: chat-large
---
Answer refund requests.
```
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence

from promptops.diagnostics import Severity
from promptops.graph.calls import Call, CallGraph
from promptops.resources.entries import Entry
from promptops.resources.project import Project
from promptops.rules.contexts import Problem, ProjectContext
from promptops.rules.providers_in_use import providers_lacking
from promptops.rules.rule import project_rule

_ADVICE = "say how long one attempt may take: `timeout: 30s`"


@project_rule(severity=Severity.WARNING, since="0.1.0")
def missing_timeout(context: ProjectContext) -> Iterator[Problem]:
    """Yield a problem for each native provider in use whose calls nothing ends."""
    project = context.project
    graph = CallGraph.of(project)
    for provider in providers_lacking(project, "timeout"):
        entry = provider.entry
        if provider.data.get("timeout") is None and not _is_overridden(project, entry):
            call = next(_endless_calls(graph, provider.models), None)
            if call is not None:
                message = f"nothing ends a call to `{entry.name}` that is never answered: it has no `timeout`"
                related = ((call.at, f"the {call.source.kind} `{call.source.name}` calls it"),)
                yield Problem(message, entry.at("name"), _ADVICE, related)


def _endless_calls(graph: CallGraph, models: Sequence[Entry]) -> Iterator[Call]:
    """Yield the calls of some models, or of what these stand in for, that no time limit of the caller ends."""
    met = {id(model) for model in models}
    todo = list(models)
    for model in todo:
        for call in graph.edges_to(model):
            if call.source.kind != "model":
                yield from _endless(graph, call)
            elif id(call.source) not in met:
                met.add(id(call.source))
                todo.append(call.source)


def _endless(graph: CallGraph, call: Call) -> Iterator[Call]:
    if call.type == "judges" or _is_limited(call.source):
        return
    if call.source.kind == "prompt":
        callers = [each for each in graph.edges_to(call.source) if each.type in ("calls", "invokes")]
        if callers and all(_is_limited(each.source) for each in callers):
            return
    yield call


def _is_limited(caller: Entry) -> bool:
    """Say whether an agent or a tool ends what it does after some time."""
    if '"timeout"' not in caller.data or caller.kind not in ("agent", "tool"):
        return False
    data = json.loads(caller.data)
    limits = data.get("limits") or {} if caller.kind == "agent" else data
    return limits.get("timeout") is not None


def _is_overridden(project: Project, provider: Entry) -> bool:
    """Say whether an environment gives a provider a time limit."""
    for environment, targets in project.linked_of_kind("environment"):
        if '"timeout"' in environment.data:
            overrides = json.loads(environment.data).get("overrides") or {}
            for link, target in targets:
                if target is provider and link.field == "overrides" and overrides[link.keys[-1]].get("timeout"):
                    return True
    return False
