"""Prompts or fragments include each other in a circle.

## Why is this bad?
There is no end to the text: whoever renders it gets an error at best, and a process that fills its memory at worst.

## Example
```markdown fragments/tone.fragment.md
---
name: common/tone
---
Be plain. {% include "common/safety" %}
```

```markdown fragments/safety.fragment.md
---
name: common/safety
---
Promise nothing. {% include "common/tone" %}{# error: [include-cycle] #}
```

## Near miss
A fragment may reach a prompt on several ways.

```markdown fragments/tone.fragment.md
---
name: common/tone
---
Be plain.
```

```markdown fragments/safety.fragment.md
---
name: common/safety
---
Promise nothing. {% include "common/tone" %}
```

```markdown prompts/refund.prompt.md
---
name: support/refund
---
{% include "common/tone" %}
{% include "common/safety" %}
```

## Use instead
```markdown fragments/tone.fragment.md
---
name: common/tone
---
Be plain.
```

```markdown fragments/safety.fragment.md
---
name: common/safety
---
Promise nothing. {% include "common/tone" %}
```
"""

from __future__ import annotations

from collections.abc import Iterator

from promptops.diagnostics import Severity
from promptops.graph.cycles import include_cycles
from promptops.rules.circles import MAX_STEPS, circle_of
from promptops.rules.contexts import Problem, ProjectContext
from promptops.rules.rule import project_rule


@project_rule(severity=Severity.ERROR, since="0.1.0")
def include_cycle(context: ProjectContext) -> Iterator[Problem]:
    """Yield a problem for one shortest cycle of each set of texts that all include each other."""
    for cycle in include_cycles(context.project):
        first, link = cycle[0]
        related = tuple(
            (entry.at_link(step), f"`{entry.name}` includes `{step.text}`") for entry, step in cycle[1:MAX_STEPS]
        )
        yield Problem(
            f"the includes never end: {circle_of([entry.name for entry, _ in cycle])}",
            first.at_link(link),
            "take one of the includes out, or move what both need into a fragment of its own",
            related,
            link.text,
        )
