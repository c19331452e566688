"""A comment that is to silence findings does not say why, or which.

## Why is this bad?
The reason is all that the next reader has to decide whether the exception still holds. Without it the comment silences
nothing.

## Example
```markdown prompts/refund.prompt.md
---
name: support/refund
# promptops: ignore  # warning: [missing-suppression-reason]
review_by: 2027-03-01  # promptops: ignore[overdue-review]  # warning: [missing-suppression-reason]
---
Answer refund requests.
```

## Near miss
A comment on a line of its own speaks for the next line.

```markdown prompts/refund.prompt.md
---
name: support/refund
# promptops: ignore[overdue-review] kept as it is for the audit of November
review_by: 2026-09-01
---
Answer refund requests.
```

## Use instead
```markdown prompts/refund.prompt.md
---
name: support/refund
review_by: 2026-09-01  # promptops: ignore[overdue-review] the reviewer is ill, back on 9 November
---
Answer refund requests.
```
"""

from __future__ import annotations

from collections.abc import Iterator

from promptops.diagnostics import Severity
from promptops.rules.contexts import Problem, SuppressionContext
from promptops.rules.rule import suppression_rule

_ADVICE = "write `# promptops: ignore[rule-id] reason`"


@suppression_rule(severity=Severity.WARNING, since="0.1.0")
def missing_suppression_reason(context: SuppressionContext) -> Iterator[Problem]:
    """Yield a problem for a comment that names no rule or gives no reason."""
    silencer = context.silencer
    if not silencer.ids:
        yield Problem("the comment names no rule, so it silences nothing", silencer.place, _ADVICE)
    elif not silencer.reason:
        yield Problem("the comment gives no reason, so it silences nothing", silencer.place, _ADVICE)
