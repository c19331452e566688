"""An environment overrides a key that the resource does not have there.

## Why is this bad?
Nothing reads the key: the time limit or the model that production was to have is the one that everybody has. It
shows when it is needed.

## Example
```json tools.json
{"tools": [{"name": "pay", "inputSchema": {"type": "object"}}]}
```

```yaml agents/refunds.yaml
kind: Agent
name: refunds
tools: [pay]
limits: {max_turns: 4}
```

```yaml environments/production.yaml
kind: Environment
name: production
overrides:
  tool:pay:
    limits: {requests_per_minute: 60}  # error: [misplaced-override]
  agent:refunds:
    timeout: 60s  # error: [misplaced-override]
```

## Near miss
An agent has limits, and so has a provider; each has its own.

```yaml agents/refunds.yaml
kind: Agent
name: refunds
---
kind: Provider
name: meridian
---
kind: Environment
name: production
overrides:
  agent:refunds: {limits: {timeout: 60s}}
  provider:meridian: {limits: {requests_per_minute: 60}}
```

## Use instead
```json tools.json
{"tools": [{"name": "pay", "inputSchema": {"type": "object"}}]}
```

```yaml agents/refunds.yaml
kind: Agent
name: refunds
tools: [pay]
limits: {max_turns: 4}
```

```yaml environments/production.yaml
kind: Environment
name: production
overrides:
  tool:pay:
    timeout: 20s
  agent:refunds:
    limits: {timeout: 60s}
```
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from promptops.diagnostics import Severity
from promptops.resources import SLUGS, model_of
from promptops.resources.entries import Entry
from promptops.resources.environment import OVERRIDABLE
from promptops.resources.rejections import enumerated, one_of
from promptops.resources.unknown_keys import block_at
from promptops.rules.contexts import Problem, ProjectContext
from promptops.rules.rule import project_rule

_LIMITS = "limits"
_NAMED = 2
"""Keys that lead to what is overridden: `overrides`, and the reference."""


@project_rule(severity=Severity.ERROR, since="0.1.0")
def misplaced_override(context: ProjectContext) -> Iterator[Problem]:
    """Yield each overridden key that the kind of the resource does not have, or does not vary."""
    for entry, targets in context.project.linked_of_kind("environment"):
        overrides: Mapping[str, Mapping[str, Any]] = json.loads(entry.data).get("overrides", {})
        for link, target in targets:
            if link.field == "overrides" and len(link.keys) == _NAMED and target is not None:
                key = str(link.keys[1])
                yield from _misplaced(entry, key, overrides[key], target.kind)


def _misplaced(entry: Entry, key: str, override: Mapping[str, Any], kind: str) -> Iterator[Problem]:
    known = OVERRIDABLE[kind]
    for field, value in override.items():
        if field not in known:
            message = f"an environment cannot override `{field}` of {one_of([kind])}"
            yield Problem(message, entry.key("overrides", key, field), f"it can override {enumerated(known, 'and')}")
        elif field == _LIMITS:
            limits = tuple(block_at(model_of(SLUGS[kind]), [field]).attributes())
            for name in value:
                if name not in limits:
                    message = f"{one_of([kind])} has no limit `{name}`"
                    advice = f"its limits are {enumerated(limits, 'and')}"
                    yield Problem(message, entry.key("overrides", key, field, name), advice)
