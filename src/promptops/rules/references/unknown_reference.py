"""A reference names a resource that no file declares.

## What it does
It follows every reference of a native resource: a prompt's model, an agent's prompt, an included fragment, the parts
of a feature, a path of an attached file. Tools are the business of `unknown-tool`, owners of `unknown-owner`. Teams
are looked for only in a project that declares any.

A template of the configured dialects includes others by file name (`{% include "partials/tone.j2" %}`). It is reported
where no file of the repository can be meant, from whichever folder the name counts. What is computed is not followed,
and what need not be there, as `ignore missing` says, is not missed. Nor is what a waiver of a rule over changes names:
the change may have been its removal.

## Why is this bad?
The program that loads the prompt finds nothing at run time, in front of a user. A name that was changed in one file
and not in the others is the commonest reason.

## Example
```markdown prompts/refund.prompt.md
---
name: support/refund
version: 2.0.0
---
{% include "common/saftey" %}{# error: [unknown-reference] #}
Answer refund requests.
```

```markdown fragments/safety.fragment.md
---
name: common/safety
version: 1.2.0
---
Never ask for a card number.
```

```yaml agents/refunds.yaml
kind: Agent
name: refunds
prompt: support/refund@1  # error: [unknown-reference]
```

## Near miss
A prompt may be included as a fragment may, and a reference without a number takes the highest major version.

```markdown prompts/refund.prompt.md
---
name: support/refund
version: 2.0.0
---
Answer refund requests.
```

```markdown prompts/exchange.prompt.md
---
name: support/exchange
---
{% include "support/refund" %}
Offer an exchange first.
```

## Use instead
```markdown prompts/refund.prompt.md
---
name: support/refund
version: 2.0.0
---
{% include "common/safety" %}
Answer refund requests.
```

```markdown fragments/safety.fragment.md
---
name: common/safety
version: 1.2.0
---
Never ask for a card number.
```

```yaml agents/refunds.yaml
kind: Agent
name: refunds
prompt: support/refund@2
```
"""

from __future__ import annotations

from collections.abc import Iterator

from promptops.diagnostics import Severity
from promptops.formats import CONFIGURED
from promptops.graph.verbs import TOOL_FIELDS
from promptops.resources.template_files import is_file_name
from promptops.rules.contexts import Problem, ProjectContext
from promptops.rules.rule import project_rule
from promptops.rules.unresolved import Unresolved
from promptops.rules.waivers import outlived


@project_rule(severity=Severity.ERROR, since="0.1.0")
def unknown_reference(context: ProjectContext) -> Iterator[Problem]:
    """Yield a problem for each reference that resolves to nothing, but for tools and owners."""
    project = context.project
    unresolved = Unresolved(project)
    for entry, link in project.unresolved:
        if link.optional or link.field == "owner" or link.field in TOOL_FIELDS or outlived(entry, link):
            continue
        if not entry.native:
            if entry.dialect in CONFIGURED and is_file_name(link.text) and not project.template_files.has(link.text):
                yield unresolved.missing_file(entry, link)
        elif list(link.wanted) != ["team"] or "team" in project.names:
            yield unresolved.problem(entry, link)
