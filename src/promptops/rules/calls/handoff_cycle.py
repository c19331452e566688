"""Agents hand work to each other in a circle that nothing ends.

## What it does
A circle is allowed, and shown by `promptops graph`, where at least one agent on it has both `limits.max_turns` and a
limit on what it spends: `limits.max_cost`, or a budget with `on_exceed: block` that it draws on, itself or through the
parents of its own. So those agents are left out, and the circles among the others are told. In files of other formats
it is a warning, as their circles are often meant and the program that runs them may have a limit of its own.

## Why is this bad?
No agent sees more than its own turn, every answer looks like progress, and no error is ever raised. It ends when
somebody reads the invoice.

## Example
```yaml agents/analyst.yaml
kind: Agent
name: research/analyst
limits: {max_turns: 10}
handoffs:
  - research/verifier  # error: [handoff-cycle]
```

```yaml agents/verifier.yaml
kind: Agent
name: research/verifier
handoffs: [research/analyst]
```

## Near miss
They pass work back and forth, for so many turns and so much money.

```yaml agents/analyst.yaml
kind: Agent
name: research/analyst
limits: {max_turns: 10, max_cost: 2.00}
handoffs:
  - research/verifier
```

```yaml agents/verifier.yaml
kind: Agent
name: research/verifier
handoffs: [research/analyst]
```

## Use instead
Let work go one way, or limit both turns and spending of an agent on the circle.

```yaml agents/analyst.yaml
kind: Agent
name: research/analyst
handoffs:
  - research/verifier
```

```yaml agents/verifier.yaml
kind: Agent
name: research/verifier
```
"""

from __future__ import annotations

from collections.abc import Iterator

from promptops.diagnostics import Severity
from promptops.rules.circles import circle_problem, unbounded
from promptops.rules.contexts import Problem, ProjectContext
from promptops.rules.rule import project_rule

_ADVICE = "give one of the agents `limits: {max_turns: …, max_cost: …}`, or take one of the hand-offs out"
_FOREIGN = "limit the turns of one of the agents and declare a budget that blocks for it, or take a hand-off out"


@project_rule(severity=Severity.ERROR, since="0.1.0")
def handoff_cycle(context: ProjectContext) -> Iterator[Problem]:
    """Yield a problem for one shortest circle of each set of agents that all pass work to each other without end."""
    for cycle in unbounded(context, "hand-offs"):
        is_native = all(call.source.native for call in cycle.calls)
        advice, at_most = (_ADVICE, Severity.ERROR) if is_native else (_FOREIGN, Severity.WARNING)
        yield circle_problem(cycle, "nothing ends these hand-offs", advice, at_most)
