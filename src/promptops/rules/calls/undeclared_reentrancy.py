"""A tool may come to be called within its own call, and nothing says how deep.

## What it does
It follows what a tool `invokes`, and what the prompts and agents there may call: the tools of a prompt, those of an
agent and of its prompt, and the agents that work is handed to. A circle that a model has no part in is told by the
rule `tool-cycle`. What ends a circle is `reentrancy.max_depth` of a tool on it, or an agent with `limits.max_turns`
and a limit on what it spends; `promptops graph` shows such circles. A depth of 0 says that the second call is refused.

## Why is this bad?
A model that is asked from within a tool sees the same question again, and chooses the same tool. Each round waits for
the next one, and each of them costs: what one call shows is a time-out.

## Example
```yaml tools/explain-order.yaml
kind: Tool
name: explain-order
invokes: ["prompt:support/summary"]  # error: [undeclared-reentrancy]
```

```markdown prompts/summary.prompt.md
---
name: support/summary
tools: [explain-order, look-up-order]
---
Sum up the order.
```

```yaml tools/look-up-order.yaml
kind: Tool
name: look-up-order
```

## Near miss
The tool says that it may be called once more within its own call, and not deeper.

```yaml tools/explain-order.yaml
kind: Tool
name: explain-order
invokes: ["prompt:support/summary"]
reentrancy: {max_depth: 1}
```

```markdown prompts/summary.prompt.md
---
name: support/summary
tools: [explain-order, look-up-order]
---
Sum up the order.
```

```yaml tools/look-up-order.yaml
kind: Tool
name: look-up-order
```

## Use instead
Give the prompt only the tools that it needs when a tool calls it.

```yaml tools/explain-order.yaml
kind: Tool
name: explain-order
invokes: ["prompt:support/summary"]
```

```markdown prompts/summary.prompt.md
---
name: support/summary
tools: [look-up-order]
---
Sum up the order.
```

```yaml tools/look-up-order.yaml
kind: Tool
name: look-up-order
```
"""

from __future__ import annotations

from collections.abc import Iterator

from promptops.diagnostics import Severity
from promptops.rules.circles import circle_problem, unbounded
from promptops.rules.contexts import Problem, ProjectContext
from promptops.rules.rule import project_rule

_ADVICE = "take the tool from what it calls, or say how deep it may go: `reentrancy: {max_depth: 1}`"


@project_rule(severity=Severity.ERROR, since="0.1.0")
def undeclared_reentrancy(context: ProjectContext) -> Iterator[Problem]:
    """Yield a problem for one shortest circle of each set of tools that models may choose within their own calls."""
    for cycle in unbounded(context, "reentrancy"):
        tool = cycle.calls[0].source.name
        yield circle_problem(cycle, f"`{tool}` may come to be called within its own call", _ADVICE)
