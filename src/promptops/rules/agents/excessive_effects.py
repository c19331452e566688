"""What strangers write reaches an agent that holds a tool whose calls cannot be undone, and nobody approves them.

## What it does
What strangers write comes in by a feature with `audience: public`, or by an agent with `input: untrusted`, such as one
that reads mail or web pages. From there it goes wherever a call, a hand-off or a tool's implementation takes it. A tool
with `effects: irreversible` that a prompt or agent on the way may call needs `approval: required`: then a person agrees
to each call before it is made, so that nothing behind the tool is looked at either.

## Why is this bad?
A model cannot tell the words of its user from those of a page that it reads: one sentence in either can make it call
any tool that it has. What can be undone is a support case; what cannot is a loss.

## Example
```yaml features/chat.yaml
kind: Feature
name: support/chat
audience: public
parts: ["agent:support/desk"]
```

```yaml agents/desk.yaml
kind: Agent
name: support/desk
limits: {max_turns: 6, max_cost: 0.25}
tools:
  - look-up-order
  - issue-refund  # warning: [excessive-effects]
```

```yaml tools/look-up-order.yaml
kind: Tool
name: look-up-order
effects: read
```

```yaml tools/issue-refund.yaml
kind: Tool
name: issue-refund
effects: irreversible
```

## Near miss
The chat cannot be reached from outside.

```yaml features/chat.yaml
kind: Feature
name: support/chat
audience: internal
parts: ["agent:support/desk"]
```

```yaml agents/desk.yaml
kind: Agent
name: support/desk
limits: {max_turns: 6, max_cost: 0.25}
tools:
  - look-up-order
  - issue-refund
```

```yaml tools/look-up-order.yaml
kind: Tool
name: look-up-order
effects: read
```

```yaml tools/issue-refund.yaml
kind: Tool
name: issue-refund
effects: irreversible
```

## Use instead
Let a person approve each call, or let the agent ask for the refund and leave the rest to a program that knows the
rules.

```yaml features/chat.yaml
kind: Feature
name: support/chat
audience: public
parts: ["agent:support/desk"]
```

```yaml agents/desk.yaml
kind: Agent
name: support/desk
limits: {max_turns: 6, max_cost: 0.25}
tools:
  - look-up-order
  - issue-refund
```

```yaml tools/look-up-order.yaml
kind: Tool
name: look-up-order
effects: read
```

```yaml tools/issue-refund.yaml
kind: Tool
name: issue-refund
effects: irreversible
approval: required
```
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Final

from promptops.diagnostics import Severity
from promptops.graph.calls import Call, CallGraph
from promptops.graph.reach import reached_from
from promptops.resources.entries import Entry, Place
from promptops.rules.contexts import Problem, ProjectContext
from promptops.rules.rule import project_rule

_ADVICE = "let a person agree to each call, with `approval: required` in the tool, or take the tool away"
_ENTRANCES: Final = {"feature": ("audience", "public"), "agent": ("input", "untrusted")}


@project_rule(severity=Severity.WARNING, since="0.1.0")
def excessive_effects(context: ProjectContext) -> Iterator[Problem]:
    """Yield a problem for each place that grants an irreversible tool to what strangers can reach."""
    project = context.project
    if not any('"irreversible"' in tool.data for tool in project.of_kind("tool")):
        return
    graph, told, met, granted = CallGraph.of(project), set[Place](), set[int](), set[tuple[int, int]]()
    for entrance in graph.nodes:
        key, value = _ENTRANCES.get(entrance.kind, ("", ""))
        if not key or not _says(entrance, key, value):
            continue
        for entry in reached_from(graph, [entrance], met, lambda call: not _is_approved(call.target)):
            calls = graph.edges_from(entry) if entry.kind in ("agent", "prompt") else ()
            prompts = [call.target for call in calls if call.link.field == "prompt"]
            for call in filter(_is_excessive, calls):
                granted.update((id(prompt), id(call.target)) for prompt in prompts)
                if call.at not in told and (id(entry), id(call.target)) not in granted:
                    told.add(call.at)
                    yield _problem(call, (entrance.at(key), f"what comes in here is {_WORDS[key]}"))


_WORDS: Final = {"audience": "what anybody writes", "input": "not to be trusted"}


def _problem(call: Call, entrance: tuple[Place, str]) -> Problem:
    holder, tool = call.source, call.target
    message = f"what strangers write reaches the {holder.kind} `{holder.name}`, which may call `{tool.name}` unasked"
    effects = (tool.at("effects"), "its calls cannot be undone")
    return Problem(message, call.at, _ADVICE, (entrance, effects), call.link.text)


def _is_excessive(call: Call) -> bool:
    tool = call.target
    return tool.kind == "tool" and _says(tool, "effects", "irreversible") and not _is_approved(tool)


def _is_approved(entry: Entry) -> bool:
    return entry.kind == "tool" and _says(entry, "approval", "required")


def _says(entry: Entry, key: str, value: str) -> bool:
    return f'"{value}"' in entry.data and bool(json.loads(entry.data).get(key) == value)
