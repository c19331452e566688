"""A waiver of a rule ends later than in ninety days.

## What it does
It counts from the day of the run, or the one that `--as-of` gives. As long as its end is too far away, the waiver holds
nothing back. How long a policy of the organisation's own may be waived is for the organisation to say.

## Why is this bad?
A waiver is a promise to put something right. One for a year is a rule that is switched off, without the discussion that
switching it off in `promptops.yaml` would have had.

## Example
```markdown prompts/refund.prompt.md
---
name: support/refund
version: 1.4.0
---
Answer refund requests.
```

```yaml waivers/refund.yaml
kind: Waiver
name: refund-wording
owner: support
rule: unbumped-version
resource: prompt:support/refund@1
reason: the wording is under test
expires: 2027-11-01  # error: [overlong-waiver]
```

## Near miss
Ninety days are not too long.

```markdown prompts/refund.prompt.md
---
name: support/refund
version: 1.4.0
---
Answer refund requests.
```

```yaml waivers/refund.yaml
kind: Waiver
name: refund-wording
owner: support
rule: unbumped-version
resource: prompt:support/refund@1
reason: the wording is under test
expires: 2027-01-30
```

## Use instead
Choose the day on which the reason will be gone.

```markdown prompts/refund.prompt.md
---
name: support/refund
version: 1.4.0
---
Answer refund requests.
```

```yaml waivers/refund.yaml
kind: Waiver
name: refund-wording
owner: support
rule: unbumped-version
resource: prompt:support/refund@1
reason: the wording is under test until the middle of December
expires: 2026-12-15
```
"""

from __future__ import annotations

from collections.abc import Iterator

from promptops.diagnostics import Severity
from promptops.rules.contexts import Problem, ProjectContext
from promptops.rules.rule import project_rule
from promptops.rules.waivers import LONGEST, leaves


@project_rule(severity=Severity.ERROR, since="0.1.0")
def overlong_waiver(context: ProjectContext) -> Iterator[Problem]:
    """Yield a problem for each waiver of a rule that ends too late to hold."""
    for leave in leaves(context.project):
        if leave.is_overlong(context.today):
            days, last = (leave.expires - context.today).days, context.today + LONGEST
            message = f"the waiver is for {days:,} days, more than {LONGEST.days}, and so holds nothing back"
            yield Problem(message, leave.entry.at("expires"), f"let it end on {last} or before")
