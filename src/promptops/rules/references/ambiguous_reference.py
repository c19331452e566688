"""A reference names no kind, and resources of two kinds have the name.

## Why is this bad?
It leads to one of the two, as the order of kinds has it. Whoever meant the other one overrides, evaluates or includes
the wrong thing, and nothing says so.

## Example
```markdown prompts/refund.prompt.md
---
name: support/refund
---
Answer refund requests.
```

```yaml agents/refund.yaml
kind: Agent
name: support/refund
prompt: support/refund
```

```yaml environments/staging.yaml
kind: Environment
name: staging
overrides:
  support/refund: {model: chat-small}  # warning: [ambiguous-reference]
---
kind: Model
name: chat-small
```

## Near miss
Where only one kind can be meant, as in an agent's `prompt`, the name is enough.

```markdown prompts/refund.prompt.md
---
name: support/refund
---
Answer refund requests.
```

```yaml agents/refund.yaml
kind: Agent
name: support/refund
prompt: support/refund
```

## Use instead
```markdown prompts/refund.prompt.md
---
name: support/refund
---
Answer refund requests.
```

```yaml agents/refund.yaml
kind: Agent
name: support/refund
prompt: support/refund
```

```yaml environments/staging.yaml
kind: Environment
name: staging
overrides:
  prompt:support/refund: {model: chat-small}
---
kind: Model
name: chat-small
```
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import chain

from promptops.diagnostics import Severity
from promptops.resources.project import Project
from promptops.resources.rejections import enumerated
from promptops.rules.contexts import Problem, ProjectContext
from promptops.rules.rule import project_rule


@project_rule(severity=Severity.WARNING, since="0.1.0")
def ambiguous_reference(context: ProjectContext) -> Iterator[Problem]:
    """Yield each reference of a native resource that may mean resources of several kinds."""
    project = context.project
    shared = _names_of_several_kinds(project)
    for entry in project.entries if shared else ():
        for link in entry.links if entry.native else ():
            if link.kind is None and len(link.kinds) > 1 and link.name in shared:
                found = [resources[0] for kind in link.kinds if (resources := project.named(kind, link.name))]
                if len(found) > 1:
                    message = f"`{link.text}` may be {enumerated([f'{each.kind}:{link.text}' for each in found])}"
                    advice = f"write the kind as well; without it, it is the {found[0].kind}"
                    related = tuple((each.at("name"), f"the {each.kind}") for each in found)
                    yield Problem(message, entry.at_link(link), advice, related, link.text)


def _names_of_several_kinds(project: Project) -> frozenset[str]:
    kinds = Counter(chain.from_iterable(project.names.values()))
    return frozenset(name for name, count in kinds.items() if count > 1)
