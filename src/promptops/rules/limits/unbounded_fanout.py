"""An agent may call tools that call models any number of times in one run.

## What it does
It speaks of agents whose tools lead to calls of models (`invokes`), and that have no `limits.max_tool_calls`: turns do
not limit them, as a model may ask for any number of calls in one turn. A limit on what a run spends does, where the
prices of the models are known; where one is not, it names that. `promptops bounds` shows how many calls one request
may come to.

## Why is this bad?
One click becomes as many calls as a model thinks of, each with retries and fallbacks of its own. The first busy
morning uses up what the provider allows in a minute, and everybody else waits.

## Example
```yaml agents/planner.yaml
kind: Agent
name: research/planner
tools:
  - summarise  # warning: [unbounded-fanout]
limits: {max_turns: 6}
```

```yaml tools/summarise.yaml
kind: Tool
name: summarise
description: Summarises a page.
effects: none
invokes: [prompt:research/summary]
```

```markdown prompts/summary.prompt.md
---
name: research/summary
---
Summarise the page in three sentences.
```

## Near miss
This tool calls no model; how often it is called is a matter of turns.

```yaml agents/planner.yaml
kind: Agent
name: research/planner
tools: [fetch]
limits: {max_turns: 6}
```

```yaml tools/fetch.yaml
kind: Tool
name: fetch
description: Fetches a page.
effects: read
```

## Use instead
```yaml agents/planner.yaml
kind: Agent
name: research/planner
tools: [summarise]
limits: {max_turns: 6, max_tool_calls: 12}
```

```yaml tools/summarise.yaml
kind: Tool
name: summarise
description: Summarises a page.
effects: none
invokes: [prompt:research/summary]
```

```markdown prompts/summary.prompt.md
---
name: research/summary
---
Summarise the page in three sentences.
```
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from promptops.bounds import Bounds
from promptops.bounds.step import Target
from promptops.diagnostics import Severity
from promptops.resources.entries import Entry
from promptops.resources.rejections import quoted
from promptops.rules.bounding import bounds_of, rough_bounds_of
from promptops.rules.contexts import Problem, ProjectContext
from promptops.rules.rule import project_rule

_ADVICE = "set `limits.max_tool_calls`: how many calls of tools a run may take"
_PRICE = "state its `price`, or set `limits.max_tool_calls` in the agent"
_SHOWN: Final = 3


@project_rule(severity=Severity.WARNING, since="0.1.0")
def unbounded_fanout(context: ProjectContext) -> Iterator[Problem]:
    """Yield a problem for each agent with turns that end, and with tools that call models any number of times."""
    bounds = rough_bounds_of(context)
    for agent in context.project.of_kind("agent"):
        if not agent.native or '"max_turns"' not in agent.data or context.project.is_retired(agent):
            continue
        for term in bounds.step(agent).terms:
            if term.missing is None or bounds.request(agent).calls.greatest is not None:
                continue
            calling = [target for target in term.targets if bounds.calls_models(target.entry)]
            if calling and bounds_of(context).request(agent).calls.greatest is None:
                yield _unpriced(bounds_of(context), agent) or _unlimited(agent, calling)


def _unlimited(agent: Entry, calling: Sequence[Target]) -> Problem:
    first, *others = calling
    several = f" and {len(others):,} more" if others else ""
    message = f"a run of {quoted(agent.name)} may call {quoted(first.entry.name)}{several} any number of times"
    return Problem(f"{message}, and each call leads to calls of models", first.at, _ADVICE)


def _unpriced(bounds: Bounds, agent: Entry) -> Problem | None:
    """Return the prices for want of which the limit on spending ends nothing, None where there is more to it."""
    spending = bounds.step(agent).spending
    missing = () if spending is None else bounds.missing_prices(agent)
    if spending is None or not missing:
        return None
    first, *others = missing
    several = f", nor that of {len(others):,} more" if others else ""
    message = f"`max_cost` does not end the calls of a run of {quoted(agent.name)}: {first.message}{several}"
    related = tuple((gap.at, gap.message) for gap in missing[:_SHOWN])
    return Problem(message, spending.at, _PRICE, related)
