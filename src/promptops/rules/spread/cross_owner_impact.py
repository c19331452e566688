"""A change of one team's resource reaches resources of other teams.

## What it does
It names the teams whose resources use what changed or is gone, directly or through an include, and so have to approve.
It is for whoever reviews the change, and never makes a command fail by itself.

## Why is this bad?
It need not be. But the author knows their own resource, and not what others have built on it.

## Before
```markdown fragments/tone.fragment.md
---
name: common/tone
---
Answer in the language of the customer.
```

```markdown prompts/refund.prompt.md
---
name: refunds/reply
owner: refunds
---
{% include "common/tone" %}
Answer refund requests.
```

```yaml teams/refunds.yaml
kind: Team
name: refunds
```

## Example
```markdown fragments/tone.fragment.md
---
name: common/tone  # info: [cross-owner-impact]
---
Answer in the language of the customer.
Use short sentences.
```

## Near miss
A date that only people read reaches nobody.

```markdown fragments/tone.fragment.md
---
name: common/tone
review_by: 2027-03-01
---
Answer in the language of the customer.
```

## Use instead
Where the teams are not to wait for each other, put the new text beside the old one.

```markdown fragments/tone.fragment.md
---
name: common/tone
deprecation: {announced: 2026-11-01, remove_after: 2027-02-01, replaced_by: common/brief-tone}
---
Answer in the language of the customer.
```

```markdown fragments/brief-tone.fragment.md
---
name: common/brief-tone
---
Answer in the language of the customer.
Use short sentences.
```
"""

from __future__ import annotations

from collections.abc import Iterator

from promptops.changes.change import Change
from promptops.changes.content import differing_keys
from promptops.changes.reach import by_owner, reached, team_name
from promptops.diagnostics import Severity
from promptops.resources.rejections import enumerated
from promptops.rules.change_contexts import ChangeContext, ChangeProblem
from promptops.rules.name_lists import some_and_more
from promptops.rules.rule import change_rule

_NOT_ASKED = frozenset({"waiver", "policy", "team", "environment"})
_MOST_NAMED = 5


@change_rule(severity=Severity.INFO, direction="life", bump="none", since="0.1.0")
def cross_owner_impact(context: ChangeContext) -> Iterator[ChangeProblem]:
    """Yield a problem for each changed resource that other teams use."""
    for change in context.comparison.changes:
        before = change.before
        if before is None or change.kind in _NOT_ASKED or not _touches_users(change):
            continue
        own = team_name(change.known.owner)
        users = reached(context.comparison.after, before.entry if change.after is None else change.after.entry)
        others = {team: used for team, used in by_owner(context.comparison.after.project, users).items() if team != own}
        if others:
            whose = f", which `{own}` owns," if own else ""
            yield ChangeProblem(
                f"the {change.kind} `{change.name}`{whose} is used by {enumerated(tuple(others), 'and')}",
                change,
                change.at("name"),
                "ask them to approve the change",
                new=" ".join(others),
                notes=tuple(
                    f"`{team}`: {some_and_more([each.reference for each in used], _MOST_NAMED)}"
                    for team, used in others.items()
                ),
            )


def _touches_users(change: Change) -> bool:
    return change.both is None or change.renamed or bool(differing_keys(*change.both))
