"""Everything that a feature in production needs of models comes from one provider, and nothing stands in for it.

## What it does
It looks at features of the stage `ga` and at agents whose budget is for `production`, and at all chat models that they
reach: through prompts, agents, hand-offs and tools, with the fallbacks of each. Where the provider of one of them is
not known, nothing is said. Models of other types are left out, as vectors of two models cannot be compared.

## Why is this bad?
An outage of the provider is an outage of the feature, for as long as it lasts. It is too late then to find out which
other model answers well enough.

## Example
```yaml features/chat.yaml
kind: Feature
name: support/chat
stage: ga  # warning: [single-provider]
parts: ["prompt:support/refund"]
```

```markdown prompts/refund.prompt.md
---
name: support/refund
model: chat-large
---
Answer refund requests.
```

```yaml models/chat-large.yaml
kind: Model
name: chat-large
provider: meridian
```

```yaml providers/meridian.yaml
kind: Provider
name: meridian
timeout: 30s
oncall: platform-oncall (pager)
slo: [{objective: 99.5 %, unit: availability}]
```

## Near miss
Few people use it yet.

```yaml features/chat.yaml
kind: Feature
name: support/chat
stage: beta
parts: ["prompt:support/refund"]
```

```markdown prompts/refund.prompt.md
---
name: support/refund
model: chat-large
---
Answer refund requests.
```

```yaml models/chat-large.yaml
kind: Model
name: chat-large
provider: meridian
```

```yaml providers/meridian.yaml
kind: Provider
name: meridian
timeout: 30s
oncall: platform-oncall (pager)
slo: [{objective: 99.5 %, unit: availability}]
```

## Use instead
Let a model of another provider stand in, and keep its answers under the same evals.

```yaml features/chat.yaml
kind: Feature
name: support/chat
stage: ga
parts: ["prompt:support/refund"]
```

```markdown prompts/refund.prompt.md
---
name: support/refund
model: chat-large
---
Answer refund requests.
```

```yaml models/chat-large.yaml
kind: Model
name: chat-large
provider: meridian
fallbacks: [chat-standby]
```

```yaml models/chat-standby.yaml
kind: Model
name: chat-standby
provider: fjordline
```

```yaml providers/meridian.yaml
kind: Provider
name: meridian
timeout: 30s
oncall: platform-oncall (pager)
slo: [{objective: 99.5 %, unit: availability}]
```

```yaml providers/fjordline.yaml
kind: Provider
name: fjordline
timeout: 45s
oncall: platform-oncall (pager)
slo: [{objective: 99 %, unit: availability}]
```
"""

from __future__ import annotations

import json
from collections.abc import Iterator

from promptops.diagnostics import Severity
from promptops.graph.reach import reached_from
from promptops.graph.serving import Serving
from promptops.resources.entries import Entry, Place
from promptops.resources.project import Project
from promptops.rules.contexts import Problem, ProjectContext
from promptops.rules.rule import project_rule

_ADVICE = "let a model of another provider stand in: `fallbacks` of the model"


@project_rule(severity=Severity.WARNING, since="0.1.0")
def single_provider(context: ProjectContext) -> Iterator[Problem]:
    """Yield a problem for each feature, and each other agent, in production whose models one provider serves."""
    services = list(_services(context.project))
    if not services:
        return
    serving, told = Serving.of(context.project), set[int]()
    found = serving.sole_providers(entry for entry, _ in services)
    for entry, at in services:
        provider = found.get(id(entry))
        if provider is not None and id(entry) not in told:
            reached_from(serving.graph, [entry], told)
            message = f"`{provider.name}` serves every model of the {entry.kind} `{entry.name}`, and nothing stands in"
            yield Problem(message, at, _ADVICE, ((provider.at, "it is named here"),))


def _services(project: Project) -> Iterator[tuple[Entry, Place]]:
    """Yield the features that everybody uses, then the agents that spend a budget for production."""
    for feature in project.of_kind("feature"):
        if _says(feature, "stage", "ga") and not project.is_retired(feature):
            yield feature, feature.at("stage")
    for agent, targets in project.linked_of_kind("agent"):
        if not project.is_retired(agent):
            for link, budget in targets:
                if link.field == "budget" and budget is not None and _says(budget, "purpose", "production"):
                    yield agent, agent.at_link(link)


def _says(entry: Entry, key: str, value: str) -> bool:
    return f'"{value}"' in entry.data and bool(json.loads(entry.data).get(key) == value)
