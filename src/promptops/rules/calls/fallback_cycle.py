"""Models stand in for each other in a circle.

## What it does
It follows the `fallbacks` of models. A LiteLLM proxy ends its circles: it takes as many fallbacks in a row as
`max_fallbacks` of its `router_settings` says, and five where that is left out; `promptops graph` shows them. One that
has something else there than a whole number is told.

## Why is this bad?
A fallback is called because the model before it failed. In a circle that one is called again while it is down: each
request of an outage is multiplied, and waits for as many time-outs, until something else gives up.

## Example
```yaml models/chat-large.yaml
kind: Model
name: chat-large
fallbacks: [chat-standby]  # warning: [fallback-cycle]
```

```yaml models/chat-standby.yaml
kind: Model
name: chat-standby
fallbacks: [chat-large]
```

## Near miss
Two models may have the same fallback.

```yaml models/chat-large.yaml
kind: Model
name: chat-large
fallbacks: [chat-small, chat-standby]
```

```yaml models/chat-small.yaml
kind: Model
name: chat-small
fallbacks: [chat-standby]
```

```yaml models/chat-standby.yaml
kind: Model
name: chat-standby
```

## Use instead
Let the last model of a chain have none.

```yaml models/chat-large.yaml
kind: Model
name: chat-large
fallbacks: [chat-standby]
```

```yaml models/chat-standby.yaml
kind: Model
name: chat-standby
```
"""

from __future__ import annotations

from collections.abc import Iterator

from promptops.diagnostics import Severity
from promptops.rules.circles import circle_problem, unbounded
from promptops.rules.contexts import Problem, ProjectContext
from promptops.rules.rule import project_rule

_ADVICE = "let the last model of the chain have no fallback"
_PROXY = "let the last model of the chain have no fallback, or give `max_fallbacks` a whole number"


@project_rule(severity=Severity.WARNING, since="0.1.0")
def fallback_cycle(context: ProjectContext) -> Iterator[Problem]:
    """Yield a problem for one shortest circle of each set of models that all stand in for each other."""
    for cycle in unbounded(context, "fallbacks"):
        advice = _PROXY if cycle.calls[0].source.dialect == "litellm" else _ADVICE
        yield circle_problem(cycle, "these models stand in for each other in a circle", advice)
