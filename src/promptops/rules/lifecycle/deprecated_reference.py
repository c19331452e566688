"""A resource refers to one that is deprecated.

## What it does
It speaks of references in resources that are to stay: what is deprecated or retired itself may go on as it is.

## Why is this bad?
What is deprecated goes away. Moving is cheap while both are there, and an incident afterwards.

## Example
```markdown fragments/tone.fragment.md
---
name: common/tone
version: 1.0.0
lifecycle: deprecated
deprecation: {replaced_by: common/voice, remove_after: 2027-03-01, reason: it made answers too long}
---
Be friendly.
```

```markdown fragments/voice.fragment.md
---
name: common/voice
version: 1.0.0
---
Be friendly and brief.
```

```markdown prompts/refund.prompt.md
---
name: support/refund
---
{% include "common/tone" %}{# warning: [deprecated-reference] #}
Answer refund requests.
```

## Near miss
The older major version is retired; a reference without a number follows the newer one.

```markdown fragments/tone.fragment.md
---
name: common/tone
version: 1.0.0
lifecycle: retired
deprecation: {replaced_by: common/tone@2}
---
Be friendly.
```

```markdown fragments/tone-2.fragment.md
---
name: common/tone
version: 2.0.0
---
Be friendly and brief.
```

```markdown prompts/refund.prompt.md
---
name: support/refund
---
{% include "common/tone" %}
Answer refund requests.
```

## Use instead
```markdown fragments/voice.fragment.md
---
name: common/voice
version: 1.0.0
---
Be friendly and brief.
```

```markdown prompts/refund.prompt.md
---
name: support/refund
---
{% include "common/voice" %}
Answer refund requests.
```
"""

from __future__ import annotations

from collections.abc import Iterator

from promptops.diagnostics import Severity
from promptops.rules.contexts import Problem, ProjectContext
from promptops.rules.retirement import uses
from promptops.rules.rule import project_rule


@project_rule(severity=Severity.WARNING, since="0.1.0")
def deprecated_reference(context: ProjectContext) -> Iterator[Problem]:
    """Yield a problem for each reference to what is deprecated and may still be used."""
    for use in uses(context.project, frozenset({"deprecated", "retired"})):
        notice = use.notice
        if notice.lifecycle == "deprecated" and not notice.has_ended(context.today):
            until = f", and may be used until {notice.removal}" if notice.removal else ""
            message = f"{use.named_in(context.project)} is deprecated{until}"
            yield use.problem(context.project, message, notice.advice)
