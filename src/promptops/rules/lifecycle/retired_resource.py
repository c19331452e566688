"""A resource in use refers to one that is retired.

## What it does
A resource is retired when its `lifecycle` says so, and has to be gone when the day in `deprecation.remove_after` is
over. Resources that are retired themselves may refer to it.

## Why is this bad?
What is retired is switched off, deleted or no longer paid for. Its users find out when a call fails.

## Example
```yaml tools/issue-refund.yaml
kind: Tool
name: issue-refund
lifecycle: retired
deprecation: {replaced_by: pay-back}
```

```yaml tools/pay-back.yaml
kind: Tool
name: pay-back
```

```markdown prompts/refund.prompt.md
---
name: support/refund
tools:
  - issue-refund  # error: [retired-resource]
---
Answer refund requests.
```

## Near miss
The day of removal is the last one on which it may be used.

```yaml tools/issue-refund.yaml
kind: Tool
name: issue-refund
deprecation: {remove_after: 2026-11-01, replaced_by: pay-back}
```

```yaml tools/pay-back.yaml
kind: Tool
name: pay-back
```

```markdown prompts/refund.prompt.md
---
name: support/refund
tools: [issue-refund]
---
Answer refund requests.
```

## Use instead
```yaml tools/pay-back.yaml
kind: Tool
name: pay-back
```

```markdown prompts/refund.prompt.md
---
name: support/refund
tools:
  - pay-back
---
Answer refund requests.
```
"""

from __future__ import annotations

from collections.abc import Iterator

from promptops.diagnostics import Severity
from promptops.rules.contexts import Problem, ProjectContext
from promptops.rules.retirement import uses
from promptops.rules.rule import project_rule


@project_rule(severity=Severity.ERROR, since="0.1.0")
def retired_resource(context: ProjectContext) -> Iterator[Problem]:
    """Yield a problem for each reference to what nobody may use any more."""
    for use in uses(context.project, frozenset({"retired"})):
        if use.notice.has_ended(context.today):
            name = use.named_in(context.project)
            retired = use.notice.lifecycle == "retired"
            message = f"{name} is retired" if retired else f"{name} was to be removed after {use.notice.removal}"
            yield use.problem(context.project, message, use.notice.advice)
