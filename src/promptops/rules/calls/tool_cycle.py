"""The implementations of tools call each other in a circle.

## What it does
It follows `invokes` from tool to tool: calls that are written in code, so that no model decides whether they happen.
Where a model does, in the prompt or agent that a tool invokes, it is the rule `undeclared-reentrancy` that looks. A
tool on the circle that declares `reentrancy.max_depth` ends it, and `promptops graph` shows the circle.

## Why is this bad?
One call of any of them is enough: they go on until a time limit, a rate limit or the memory ends it. If one of them
writes, it writes on every round.

## Example
```yaml tools/check-order.yaml
kind: Tool
name: check-order
invokes: ["tool:check-stock"]  # error: [tool-cycle]
```

```yaml tools/check-stock.yaml
kind: Tool
name: check-stock
invokes: ["tool:check-order"]
```

## Near miss
A tree of articles is walked no deeper than it says.

```yaml tools/check-order.yaml
kind: Tool
name: check-order
invokes: ["tool:check-stock"]
```

```yaml tools/check-stock.yaml
kind: Tool
name: check-stock
invokes: ["tool:check-order"]
reentrancy: {max_depth: 2}
```

## Use instead
```yaml tools/check-order.yaml
kind: Tool
name: check-order
invokes: ["tool:check-stock"]
```

```yaml tools/check-stock.yaml
kind: Tool
name: check-stock
```
"""

from __future__ import annotations

from collections.abc import Iterator

from promptops.diagnostics import Severity
from promptops.rules.circles import circle_problem, unbounded
from promptops.rules.contexts import Problem, ProjectContext
from promptops.rules.rule import project_rule

_ADVICE = "take one of the calls out, or say how deep they may go with `reentrancy: {max_depth: 1}` in one of the tools"


@project_rule(severity=Severity.ERROR, since="0.1.0")
def tool_cycle(context: ProjectContext) -> Iterator[Problem]:
    """Yield a problem for one shortest circle of each set of tools whose code calls all of them without end."""
    for cycle in unbounded(context, "tools"):
        yield circle_problem(cycle, "the calls of these tools never end", _ADVICE)
