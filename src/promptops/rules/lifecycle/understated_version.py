"""The version announces less than the change does.

## What it does
It takes the greatest version bump that the findings about a resource ask for, and compares it with the one that the
author has declared: from the version at the last release tag (`v1.2.0`) that the baseline contains, else from the
baseline's. Below 1.0 the second number plays the part of the first. It is no louder than those findings; a waiver of
theirs does not silence it. Where the version did not change at all, the rule `unbumped-version` speaks.

## Why is this bad?
Whoever pins `@1` has agreed to everything that calls itself a minor version. A break under that name reaches them
without a decision of theirs, and the changelog says that nothing happened.

## Before
```markdown prompts/refund.prompt.md
---
name: support/refund
version: 1.4.0
inputs: {order_id: string}
---
Answer the refund request for order {{ order_id }}.
```

```yaml agents/refunds.yaml
kind: Agent
name: refunds
prompt: support/refund@1
```

## Example
```markdown prompts/refund.prompt.md
---
name: support/refund
version: 1.4.1  # error: [understated-version]
inputs:
  order_id: string
  customer: string  # error: [added-required-input]
---
Answer the refund request for order {{ order_id }}.
Greet {{ customer }} by name.
```

## Near miss
The new input has a default, so that no caller has to do anything: a minor version is enough.

```markdown prompts/refund.prompt.md
---
name: support/refund
version: 1.5.0
inputs:
  order_id: string
  customer: {type: string, default: our customer}
---
Answer the refund request for order {{ order_id }}.
Greet {{ customer }} by name.
```

## Use instead
Give the next major version a file of its own, and leave the old one beside it until everyone has moved.

```markdown prompts/refund-2.prompt.md
---
name: support/refund
version: 2.0.0
inputs: {order_id: string, customer: string}
---
Answer the refund request for order {{ order_id }}.
Greet {{ customer }} by name.
```

```markdown prompts/refund.prompt.md
---
name: support/refund
version: 1.4.0
inputs: {order_id: string}
deprecation: {announced: 2026-11-01, remove_after: 2027-02-01, replaced_by: support/refund@2}
---
Answer the refund request for order {{ order_id }}.
```
"""

from __future__ import annotations

from collections.abc import Iterator

from promptops.changes.change import BUMPS
from promptops.changes.versions import Version, next_version
from promptops.diagnostics import Severity
from promptops.resources.rejections import enumerated
from promptops.rules.change_contexts import ChangeProblem, VersionContext
from promptops.rules.rule import version_rule

_WORDS = {"patch": "a patch", "minor": "a minor version", "major": "a major version"}


@version_rule(severity=Severity.ERROR, since="0.1.0")
def understated_version(context: VersionContext) -> Iterator[ChangeProblem]:
    """Yield a problem for a resource whose version was raised, and not as far as other findings ask for."""
    declared, required = context.declared, context.required
    if declared == "none" or BUMPS.index(required) <= BUMPS.index(declared):
        return
    old, new = (Version.of(each.entry.version or "") for each in (context.before, context.after))
    asking = [demand for demand in context.demands if BUMPS.index(demand.bump) > BUMPS.index(declared)]
    rules = tuple(dict.fromkeys(demand.rule for demand in asking if demand.bump == required))
    since = f" since {context.tag}" if context.tag else ""
    of_it = f"`{context.after.entry.name}` goes from {old} to {new}{since}, {_WORDS[declared]}"
    asks = "asks" if len(rules) == 1 else "ask"
    yield ChangeProblem(
        f"{of_it} to its users; {enumerated(rules, 'and')} {asks} for {_WORDS[required]}",
        context.change,
        context.after.entry.at("version"),
        f"set `version` to {next_version(old, required)}",
        related=((context.change.was_at("version"), f"it was {old} here"),) if context.tag is None else (),
        old=str(old),
        new=str(new),
        notes=context.notes,
        at_most=max((demand.severity for demand in asking), key=lambda each: each.rank),
    )
