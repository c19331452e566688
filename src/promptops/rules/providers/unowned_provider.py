"""A provider that models are called at has nobody on call, or nothing that it is held to.

## What it does
It looks at providers whose models a prompt, an agent or a tool calls, fallbacks included. The `oncall` of the team that
owns a provider counts as its own. That it has an owner is asked of every resource, by the rule `missing-owner`.

## Why is this bad?
A provider that answers with garbage raises no error. Without a number that it is held to nobody can say that it fails,
and without somebody on call nobody does: the answers are bad until a customer says so.

## Example
```yaml providers/meridian.yaml
kind: Provider
name: meridian  # warning: [unowned-provider]
timeout: 30s
```

```yaml models/chat-large.yaml
kind: Model
name: chat-large
provider: meridian
```

```markdown prompts/refund.prompt.md
---
name: support/refund
model: chat-large
---
Answer refund requests.
```

## Near miss
Nothing calls a model of this one yet.

```yaml providers/meridian.yaml
kind: Provider
name: meridian
```

```yaml models/chat-large.yaml
kind: Model
name: chat-large
provider: meridian
```

## Use instead
```yaml providers/meridian.yaml
kind: Provider
name: meridian
timeout: 30s
oncall: platform-oncall (pager)
slo:
  - {objective: 99.5 %, unit: availability, measured: attempt}
```

```yaml models/chat-large.yaml
kind: Model
name: chat-large
provider: meridian
```

```markdown prompts/refund.prompt.md
---
name: support/refund
model: chat-large
---
Answer refund requests.
```
"""

from __future__ import annotations

import json
from collections.abc import Iterator

from promptops.diagnostics import Severity
from promptops.resources.entries import Entry
from promptops.resources.project import Project
from promptops.resources.rejections import enumerated
from promptops.rules.contexts import Problem, ProjectContext
from promptops.rules.providers_in_use import providers_lacking
from promptops.rules.rule import project_rule

_WANTED = ("oncall", "slo")
_ADVICE = {
    "oncall": "say who is called when it fails, in `oncall`",
    "slo": "say what it is held to, in `slo`",
}


@project_rule(severity=Severity.WARNING, since="0.1.0")
def unowned_provider(context: ProjectContext) -> Iterator[Problem]:
    """Yield a problem for each native provider in use that lacks somebody on call or an objective."""
    for provider in providers_lacking(context.project, *_WANTED):
        entry = provider.entry
        missing = [key for key in _WANTED if not provider.data.get(key)]
        if "oncall" in missing and _is_answered_for(context.project, entry):
            missing.remove("oncall")
        if missing:
            message = f"the provider `{entry.name}` has no {enumerated(missing)}, and `{provider.model.name}` needs it"
            related = ((provider.call.at, f"`{provider.model.name}` is called here"),)
            yield Problem(message, entry.at("name"), "; ".join(_ADVICE[key] for key in missing), related)


def _is_answered_for(project: Project, provider: Entry) -> bool:
    """Say whether the team that owns a provider has somebody on call."""
    owner = project.owner(provider)
    team = None if owner is None else project.team(owner)
    return team is not None and bool(json.loads(team.data).get("oncall"))
