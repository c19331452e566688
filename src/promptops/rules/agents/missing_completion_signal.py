"""Nothing that a program can read says that an agent is done, or how its run ended.

## What it does
It looks at agents that go on until they are done, which takes tools. One with a `completion` must end with a tool whose
parameters have a status with fixed values, and a reason or code besides. One without is told where its work is read by
programs: where a `Consumer` relies on it, or where its decisions are durable. An agent whose prompt has an output
schema ends with an answer that programs can read, and agents in files of other formats have no place for a
`completion`: both are left alone.

## Why is this bad?
Then the end is read out of prose. "All done!" is also what a model says that has given up, and what it says next month
is "I've wrapped that up": jobs are closed that failed, and others stay open that did not.

## Example
```yaml agents/desk.yaml
kind: Agent
name: support/desk  # warning: [missing-completion-signal]
limits: {max_turns: 6, max_cost: 0.25}
tools: [look-up-order]
durable_decisions: true
backfill: Cases that an older model closed are counted again.
```

```yaml agents/clerk.yaml
kind: Agent
name: support/clerk
limits: {max_turns: 6, max_cost: 0.25}
tools: [look-up-order]
completion: {tool: close-case}  # warning: [missing-completion-signal]
```

```yaml tools/look-up-order.yaml
kind: Tool
name: look-up-order
```

```yaml tools/close-case.yaml
kind: Tool
name: close-case
parameters: {type: object, properties: {summary: {type: string}}}
```

## Near miss
No program waits for this one: people read what it writes.

```yaml agents/desk.yaml
kind: Agent
name: support/desk
limits: {max_turns: 6, max_cost: 0.25}
tools: [look-up-order]
```

```yaml tools/look-up-order.yaml
kind: Tool
name: look-up-order
```

## Use instead
```yaml agents/desk.yaml
kind: Agent
name: support/desk
limits: {max_turns: 6, max_cost: 0.25}
tools: [look-up-order]
completion: {tool: close-case, status: status}
durable_decisions: true
backfill: Cases that an older model closed are counted again.
```

```yaml tools/look-up-order.yaml
kind: Tool
name: look-up-order
```

```yaml tools/close-case.yaml
kind: Tool
name: close-case
parameters:
  type: object
  properties:
    status: {enum: [solved, declined, failed]}
    reason_code: {enum: [paid, not-covered, no-such-order, tool-failed]}
  required: [status, reason_code]
```
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from promptops.bounds.turns import has_loop
from promptops.diagnostics import Severity
from promptops.graph.calls import Call, CallGraph
from promptops.resources.entries import Entry
from promptops.resources.project import Project
from promptops.rules.completion_tools import lacking_in
from promptops.rules.contexts import Problem, ProjectContext
from promptops.rules.rule import project_rule

_ADVICE = "end its runs with a tool that has a status and a reason code: `completion: {tool: …, status: …}`"
_TOOL_ADVICE = "give it a status with an `enum`, and a parameter such as `reason_code`"


@project_rule(severity=Severity.WARNING, since="0.1.0")
def missing_completion_signal(context: ProjectContext) -> Iterator[Problem]:
    """Yield a problem for each native agent whose end no program can read."""
    project = context.project
    if "agent" not in project.names:
        return
    graph = CallGraph.of(project)
    agents = [(entry, _data(entry)) for entry in graph.nodes if entry.kind == "agent" and entry.native]
    awaited = set(_relied_on(project))
    for entry, data in agents:
        is_awaited = id(entry) in awaited or data.get("durable_decisions")
        if not data.get("completion") and is_awaited and has_loop(entry, graph) and not _has_schema(graph, entry):
            yield Problem(f"no tool ends a run of `{entry.name}` with a status", entry.at("name"), _ADVICE)
    yield from _unreadable(graph, agents)


def _unreadable(graph: CallGraph, agents: Iterable[tuple[Entry, Mapping[str, Any]]]) -> Iterator[Problem]:
    """Yield what the parameters of the tools lack that end the runs of agents, once for all agents of a tool."""
    found: dict[tuple[int, str], list[Call]] = {}
    for agent, data in agents:
        completion = data.get("completion") or {}
        call = next((each for each in graph.edges_from(agent) if each.link.field == "completion.tool"), None)
        if call is not None and not call.target.is_computed("parameters"):
            lacking = lacking_in(_parameters(call.target), completion.get("status"))
            if lacking:
                found.setdefault((id(call.target), lacking), []).append(call)
    for (_, lacking), (call, *others) in found.items():
        further = f" and of {len(others):,} more" if others else ""
        message = f"the tool `{call.target.name}` ends a run of `{call.source.name}`{further}, and it has {lacking}"
        related = ((call.target.at("parameters" if _parameters(call.target) else "name"), "its parameters"),)
        yield Problem(message, call.at, _TOOL_ADVICE, related)


def _parameters(tool: Entry) -> Mapping[str, Any]:
    parameters = _data(tool).get("parameters")
    return parameters if isinstance(parameters, dict) else {}


def _has_schema(graph: CallGraph, agent: Entry) -> bool:
    """Say whether the answers of an agent conform to a schema that its prompt gives."""
    prompts = (call.target for call in graph.edges_from(agent) if call.link.field == "prompt")
    return any((_data(prompt).get("output") or {}).get("schema") for prompt in prompts)


def _relied_on(project: Project) -> Iterator[int]:
    """Yield the `id` of each resource on which a consumer relies."""
    for entry, targets in project.linked_of_kind("consumer"):
        if not project.is_retired(entry):
            yield from (id(target) for link, target in targets if link.field == "of")


def _data(entry: Entry) -> Mapping[str, Any]:
    data: Mapping[str, Any] = json.loads(entry.data)
    return data
