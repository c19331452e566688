"""An agent may go on for ever: nothing limits its turns, its time or what it spends.

## What it does
It speaks of agents that loop, which takes tools; one without tools ends with its first answer. Any of `max_turns`,
`max_cost` and `timeout` in `limits` ends a run, and so do `max_tool_calls`, unless it may go on without tools because
it ends by calling one (`completion`), and a budget that it draws on with `on_exceed: block`. Of a docker agent file it
speaks once, and only where some agents have `max_iterations` and others do not; crewAI ends a run after 25 turns.

## Why is this bad?
A model that does not get what it asks for asks again. Two that wait for each other do so politely, for days: no error
is raised, every answer looks like progress, and the invoice is the first to tell.

## Example
```yaml agents/researcher.yaml
kind: Agent
name: research/researcher  # warning: [unbounded-agent]
tools: [search]
```

```yaml tools/search.yaml
kind: Tool
name: search
description: Searches the web.
effects: read
```

## Near miss
A limit on money is a limit, too.

```yaml agents/researcher.yaml
kind: Agent
name: research/researcher
tools: [search]
limits: {max_cost: 0.50}
```

```yaml tools/search.yaml
kind: Tool
name: search
description: Searches the web.
effects: read
```

## Use instead
```yaml agents/researcher.yaml
kind: Agent
name: research/researcher
tools: [search]
limits: {max_turns: 8, max_tool_calls: 20, max_cost: 0.50}
```

```yaml tools/search.yaml
kind: Tool
name: search
description: Searches the web.
effects: read
```
"""

from __future__ import annotations

from collections.abc import Iterator

from promptops.bounds.settings import Settings
from promptops.bounds.turns import has_loop, turns_of
from promptops.diagnostics import Severity
from promptops.graph.call_limits import CallLimits
from promptops.graph.calls import CallGraph
from promptops.resources.entries import Entry
from promptops.resources.rejections import quoted
from promptops.rules.contexts import Problem, ProjectContext
from promptops.rules.rule import project_rule

_ENDS = ("max_cost", "timeout")
_ADVICE = "set `limits: {max_turns: …, max_cost: …}`: what a run may take at most"
_FOREIGN = "set `max_iterations` for each agent"


@project_rule(severity=Severity.WARNING, since="0.1.0")
def unbounded_agent(context: ProjectContext) -> Iterator[Problem]:
    """Yield a problem for each agent that loops without a limit; one for all agents of a file of another format."""
    project, graph = context.project, CallGraph.of(context.project)
    settings, limits = Settings(project), CallLimits(project)
    agents = [agent for agent in graph.nodes if agent.kind == "agent"]
    limited = {agent.path for agent in agents if not agent.native and '"max_turns"' in agent.data}
    foreign: dict[str, list[Entry]] = {}
    for agent in agents:
        if not (agent.native or agent.path in limited) or not has_loop(agent, graph):
            continue
        if not _has_end(agent, settings, graph, limits):
            if agent.native:
                yield Problem(f"nothing ends the loop of the agent {quoted(agent.name)}", agent.at("name"), _ADVICE)
            else:
                foreign.setdefault(agent.path, []).append(agent)
    for first, *others in foreign.values():
        further = f" and of {len(others):,} more" if others else ""
        message = f"nothing ends the loop of the agent {quoted(first.name)}{further}, while others here have a limit"
        yield Problem(message, first.at("name"), _FOREIGN)


def _has_end(agent: Entry, settings: Settings, graph: CallGraph, limits: CallLimits) -> bool:
    turns, _, _ = turns_of(agent, settings, graph)
    if turns is not None or any(settings.value(agent, "limits", key) is not None for key in _ENDS):
        return True
    return limits.blocking_budget(agent) is not None
