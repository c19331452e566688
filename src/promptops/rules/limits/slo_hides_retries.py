"""An objective counts requests after their retries, and nothing counts the attempts.

## What it does
It looks at objectives of availability and error rates with `measured: request`: those of features, whose requests
reach a provider with `retries.max_attempts` of more than one, and those of such providers themselves. It is satisfied
where the provider has an objective of that kind with `measured: attempt`.

## Why is this bad?
A request fails only when every attempt of it has. With three attempts, 99.9 % of requests are served while every
tenth attempt fails: the dashboard is green, users wait for the second and third try, and the bill grows with each.

## Example
```yaml features/chat.yaml
kind: Feature
name: support/chat
accountable: support
parts: [prompt:support/reply]
slo:
  - objective: 99.9 %
    unit: availability
    measured: request  # warning: [slo-hides-retries]
```

```markdown prompts/reply.prompt.md
---
name: support/reply
model: chat-large
---
Answer the customer.
```

```yaml models/chat-large.yaml
kind: Model
name: chat-large
provider: meridian
```

```yaml providers/meridian.yaml
kind: Provider
name: meridian
oncall: platform-oncall
timeout: 30s
retries: {max_attempts: 3}
slo: [{objective: 99.5 %, unit: availability}]
```

## Near miss
Nobody tries again, so a request is an attempt.

```yaml features/chat.yaml
kind: Feature
name: support/chat
accountable: support
parts: [prompt:support/reply]
slo:
  - {objective: 99.9 %, unit: availability, measured: request}
```

```markdown prompts/reply.prompt.md
---
name: support/reply
model: chat-large
---
Answer the customer.
```

```yaml models/chat-large.yaml
kind: Model
name: chat-large
provider: meridian
```

```yaml providers/meridian.yaml
kind: Provider
name: meridian
oncall: platform-oncall
timeout: 30s
retries: {max_attempts: 1}
slo: [{objective: p95 < 900ms, unit: latency, measured: attempt}]
```

## Use instead
Keep the promise to users, and hold the provider to one that counts each attempt.

```yaml features/chat.yaml
kind: Feature
name: support/chat
accountable: support
parts: [prompt:support/reply]
slo:
  - {objective: 99.9 %, unit: availability, measured: request}
```

```markdown prompts/reply.prompt.md
---
name: support/reply
model: chat-large
---
Answer the customer.
```

```yaml models/chat-large.yaml
kind: Model
name: chat-large
provider: meridian
```

```yaml providers/meridian.yaml
kind: Provider
name: meridian
oncall: platform-oncall
timeout: 30s
retries: {max_attempts: 3}
slo:
  - {objective: 99.5 %, unit: availability, measured: attempt}
```
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from promptops.bounds.model_calls import Attempts
from promptops.diagnostics import Severity
from promptops.resources.entries import Entry
from promptops.resources.rejections import quoted
from promptops.rules.bounding import rough_bounds_of
from promptops.rules.contexts import Problem, ProjectContext
from promptops.rules.rule import project_rule

_UNITS = ("availability", "error-rate")
_ADVICE = "give the provider an objective with `measured: attempt`: it shows what retries hide"


@project_rule(severity=Severity.WARNING, since="0.1.0")
def slo_hides_retries(context: ProjectContext) -> Iterator[Problem]:
    """Yield a problem for each objective after retries whose attempts nothing counts."""
    for entry in context.project.entries:
        if entry.kind not in ("feature", "provider") or '"request"' not in entry.data:
            continue
        for index, objective in _objectives(entry, "request"):
            hidden = _hidden_at(entry) if entry.kind == "provider" else _hidden_below(context, entry)
            if hidden is not None:
                provider, attempts = hidden
                words = f"{quoted(objective['objective'])} counts requests after up to {attempts:,} attempts"
                message = f"{words} at {quoted(provider.name)}, and nothing counts the attempts"
                related = ((provider.at("retries", "max_attempts"), f"a call is tried {attempts:,} times"),)
                yield Problem(message, entry.at("slo", index, "measured"), _ADVICE, related)


def _objectives(entry: Entry, measured: str) -> Iterator[tuple[int, Any]]:
    for index, objective in enumerate(json.loads(entry.data).get("slo", ())):
        if objective["unit"] in _UNITS and objective.get("measured") == measured:
            yield index, objective


def _hidden_at(provider: Entry) -> tuple[Entry, int] | None:
    """Return a provider whose attempts nothing counts, with their number."""
    retries = json.loads(provider.data).get("retries") or {}
    attempts = retries.get("max_attempts", 1)
    return (provider, attempts) if attempts > 1 and not any(_objectives(provider, "attempt")) else None


def _hidden_below(context: ProjectContext, feature: Entry) -> tuple[Entry, int] | None:
    """Return the first provider that a feature's requests reach, and whose attempts nothing counts."""
    for attempts in _attempts_of(context, feature):
        hidden = None if attempts.provider is None else _hidden_at(attempts.provider)
        if hidden is not None:
            return hidden
    return None


def _attempts_of(context: ProjectContext, feature: Entry) -> Iterator[Attempts]:
    for explained in rough_bounds_of(context).derivation(feature):
        for calls in explained.step.calls:
            yield from calls.call.attempts
