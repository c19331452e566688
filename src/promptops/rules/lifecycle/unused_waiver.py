"""A waiver holds back a finding that there is not.

## What it does
It reports a waiver of a rule over the files as they are when there is no such finding about its resource, and one of a
rule over changes when the change that adds it has none. A waiver of a policy counts like one of a rule. It also reports
a waiver of a rule that does not exist. Rules that are switched off are left alone, as are waivers that do not hold.

## Why is this bad?
The waiver outlived the problem, or never met it. It would hold back the next one, which nobody has judged.

## Example
```markdown prompts/refund.prompt.md
---
name: support/refund
review_by: 2027-03-01
---
Answer refund requests.
```

```yaml waivers/refund.yaml
kind: Waiver
name: refund-review
owner: support
rule: overdue-review  # warning: [unused-waiver]
resource: prompt:support/refund
reason: the reviewer is ill
expires: 2026-12-01
```

## Near miss
It is needed as long as the date is in the past.

```markdown prompts/refund.prompt.md
---
name: support/refund
review_by: 2026-09-01
---
Answer refund requests.
```

```yaml waivers/refund.yaml
kind: Waiver
name: refund-review
owner: support
rule: overdue-review
resource: prompt:support/refund
reason: the reviewer is ill
expires: 2026-12-01
```

## Use instead
Delete the file.

```markdown prompts/refund.prompt.md
---
name: support/refund
review_by: 2027-03-01
---
Answer refund requests.
```
"""

from __future__ import annotations

from collections.abc import Iterator

from promptops.diagnostics import Severity
from promptops.rules.contexts import Problem, WaiverContext
from promptops.rules.rule import waiver_rule
from promptops.spelling import closest


@waiver_rule(severity=Severity.WARNING, since="0.1.0")
def unused_waiver(context: WaiverContext) -> Iterator[Problem]:
    """Yield a problem for a waiver that held nothing back."""
    leave = context.leave
    rule = leave.rule
    if rule not in context.known_rules:
        meant = closest(rule, context.known_rules)
        advice = f"did you mean `{meant}`?" if meant else "`promptops rule` lists them"
        yield Problem(f"there is no rule `{rule}`", leave.entry.at("rule"), advice)
        return
    which = "" if leave.fingerprint is None else f" with the fingerprint {leave.fingerprint}"
    message = f"`{leave.policy or rule}` finds nothing{which} in `{leave.resource}` to hold back"
    yield Problem(message, leave.entry.at("rule" if leave.policy is None else "policy"), "delete the waiver")
