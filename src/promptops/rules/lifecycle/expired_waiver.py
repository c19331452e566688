"""The last day of a waiver is over.

## What it does
It compares `expires` with the day of the run, or the one that `--as-of` gives. What the waiver held back is reported
again.

## Why is this bad?
Somebody promised to put something right by that day. A waiver that nobody looks at when it ends is a rule that was
switched off for good, for one resource, and nobody decided that.

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
reason: the wording is under test until the end of October
expires: 2026-10-31  # error: [expired-waiver]
```

## Near miss
It holds on its last day. This one is for a change that a later one may undo: there is nothing to hold back meanwhile.

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
reason: the wording is under test until the first of November
expires: 2026-11-01
```

## Use instead
Put right what it was for, and delete the file. If there is still a reason, say so with a new date, for the team that
owns the resource to approve.

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
reason: the test was prolonged, as too few customers took part
expires: 2026-12-15
```
"""

from __future__ import annotations

from collections.abc import Iterator

from promptops.diagnostics import Severity
from promptops.rules.contexts import Problem, ProjectContext
from promptops.rules.rule import project_rule
from promptops.rules.waivers import leaves

_ADVICE = "put right what it was for and delete it, or give a reason and a date anew"


@project_rule(severity=Severity.ERROR, since="0.1.0")
def expired_waiver(context: ProjectContext) -> Iterator[Problem]:
    """Yield a problem for each waiver whose last day lies before today."""
    for leave in leaves(context.project):
        if leave.has_expired(context.today):
            days = (context.today - leave.expires).days
            ago = "yesterday" if days == 1 else f"{days:,} days ago"
            yield Problem(f"the waiver expired on {leave.expires}, {ago}", leave.entry.at("expires"), _ADVICE)
