"""A change of a fragment breaks what relies on a text that includes it.

## Why is this bad?
Whoever edits a fragment sees one small file. The parser that looks for its words belongs to a prompt of another team,
two includes away, and nothing in the change shows it.

## Before
```markdown fragments/format.fragment.md
---
kind: Fragment
name: common/format
version: 1.0.0
---
Answer in exactly one table.
```

```markdown prompts/reply.prompt.md
---
name: support/reply
version: 1.0.0
---
Answer the customer.
{% include "common/format@1" %}
```

```yaml consumers/parser.yaml
kind: Consumer
name: support/parser
of: prompt:support/reply
source: src/parse.py:41
expects:
- phrase: exactly one table
```

## Example
```markdown fragments/format.fragment.md
---
kind: Fragment
name: common/format
version: 1.1.0  # error: [understated-version]
---
Answer in a clear table.
```

```yaml consumers/parser.yaml
kind: Consumer
name: support/parser
of: prompt:support/reply
source: src/parse.py:41
expects:
- phrase: exactly one table  # error: [indirect-break]
```

## Near miss
What the fragment says beside it may change.

```markdown fragments/format.fragment.md
---
kind: Fragment
name: common/format
version: 1.0.1
---
Answer in exactly one table, and nothing else.
```

## Use instead
Give the fragment a new major version beside the old one, and let each prompt move to it with its consumers.

```yaml consumers/parser.yaml
kind: Consumer
name: support/parser
of: prompt:support/reply
source: src/parse.py:41
expects:
- phrase: exactly one table
```

```markdown fragments/format-2.fragment.md
---
kind: Fragment
name: common/format
version: 2.0.0
---
Answer in a clear table.
```
"""

from __future__ import annotations

from collections.abc import Iterator

from promptops.diagnostics import Severity
from promptops.rules.change_contexts import ChangeContext, ChangeProblem
from promptops.rules.rule import change_rule
from promptops.rules.wording.broken_expectation import problem_of


@change_rule(severity=Severity.ERROR, direction="text", bump="major", since="0.1.0")
def indirect_break(context: ChangeContext) -> Iterator[ChangeProblem]:
    """Yield a problem for each expectation that the change of something included broke, where it is still expected."""
    for broken in context.reliance.broken:
        if broken.is_indirect and not broken.is_drift:
            yield problem_of(broken)
