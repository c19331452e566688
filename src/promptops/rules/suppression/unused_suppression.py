"""A comment silences a finding that there is not.

## What it does
It reports ids in `# promptops: ignore[...] reason` that silenced nothing, or are the id of no rule. Rules that are
switched off are left alone.

## Why is this bad?
The comment outlived the problem. It would hide the next one on that line, which nobody has judged.

## Example
```markdown prompts/refund.prompt.md
---
name: support/refund
review_by: 2027-03-01  # promptops: ignore[overdue-review] the reviewer is ill  # warning: [unused-suppression]
---
Answer refund requests.
```

## Near miss
The comment is needed as long as the date is in the past.

```markdown prompts/refund.prompt.md
---
name: support/refund
review_by: 2026-09-01  # promptops: ignore[overdue-review] the reviewer is ill
---
Answer refund requests.
```

## Use instead
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

from promptops.diagnostics import Range, Severity
from promptops.rules.contexts import Problem, Silencer, SuppressionContext
from promptops.rules.rule import suppression_rule
from promptops.spelling import closest


@suppression_rule(severity=Severity.WARNING, since="0.1.0")
def unused_suppression(context: SuppressionContext) -> Iterator[Problem]:
    """Yield a problem for each id that silenced nothing, unless the comment has no reason and so silences nothing."""
    silencer = context.silencer
    unknown = [rule_id for rule_id in silencer.ids if rule_id not in context.known_rules]
    idle = [rule_id for rule_id in dict.fromkeys(silencer.ids) if rule_id in {*unknown, *silencer.unused}]
    edits = _edits(silencer, idle)
    for rule_id in idle if silencer.reason else ():
        message, advice = _words(rule_id, context.known_rules)
        title = "remove what silences nothing" if edits else None
        yield Problem(message, silencer.place, advice, subject=rule_id, fix_title=title, edits=edits)
        edits = ()  # one fix for all of them: two would overlap


def _words(rule_id: str, known_rules: frozenset[str]) -> tuple[str, str | None]:
    if rule_id in known_rules:
        return f"`{rule_id}` finds nothing here to silence", "remove it from the comment"
    meant = closest(rule_id, known_rules)
    return f"there is no rule `{rule_id}`", f"did you mean `{meant}`?" if meant else "remove it from the comment"


def _edits(silencer: Silencer, idle: list[str]) -> tuple[tuple[Range, str], ...]:
    kept = [rule_id for rule_id in silencer.ids if rule_id not in idle]
    if kept:
        return ((silencer.ids_place, ", ".join(kept)),)
    return () if silencer.cut is None else ((silencer.cut, ""),)
