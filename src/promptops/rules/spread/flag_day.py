"""One change reaches many consumers of many teams at once.

## What it does
It counts the resources that get a changed text or interface of a prompt, fragment, tool or model without a change of
their own: through references that name no major version, and through includes at any depth. A resource with a second
major version in use beside it is left alone: its users can stay where they are.

## Why is this bad?
Every team's evals pass or fail on the same day, by an edit that none of them made. Nobody can roll back for one of them
alone. A shared preamble that got one sentence too many has taken thirty products down in an hour.

## Before
```markdown fragments/tone.fragment.md
---
name: common/tone
---
Answer in the language of the customer.
```

```yaml prompts/all.yaml
kind: Prompt
name: refunds/reply
owner: refunds
body: '{% include "common/tone" %} Answer refund requests.'
---
kind: Prompt
name: refunds/refusal
owner: refunds
body: '{% include "common/tone" %} Say why there is no refund.'
---
kind: Prompt
name: shipping/reply
owner: shipping
body: '{% include "common/tone" %} Say where the parcel is.'
---
kind: Prompt
name: shipping/delay
owner: shipping
body: '{% include "common/tone" %} Say when the parcel comes.'
---
kind: Prompt
name: support/reply
body: '{% include "common/tone" %} Answer the question.'
```

```yaml teams/all.yaml
kind: Team
name: refunds
---
kind: Team
name: shipping
```

## Example
```markdown fragments/tone.fragment.md
---
name: common/tone
---
Answer in the language of the customer.  # warning: [flag-day]
Use short sentences.
```

## Near miss
Other blanks are no other text.

```markdown fragments/tone.fragment.md
---
name: common/tone
description: How we speak.
---

Answer in the language of the customer.
```

## Use instead
Put the new text beside the old one, and let each team move when its evals say so.

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

from promptops.changes.change import Change, Where
from promptops.changes.content import content_at, differing_keys
from promptops.changes.reach import MAX_REACHED, by_owner, reached
from promptops.config.options import RuleOptions, whole_number
from promptops.diagnostics import Severity
from promptops.resources.entries import Entry
from promptops.resources.project import Project
from promptops.rules.change_contexts import ChangeContext, ChangeProblem
from promptops.rules.name_lists import some_and_more
from promptops.rules.rule import change_rule

_ADVICE = "publish it as a new major version, or under a new name, and let its users move one by one"
_MOST_NAMED = 5


class Options(RuleOptions):
    """What may be set."""

    consumers: int = whole_number(
        "Consumers that one change must reach to be reported.", default=5, least=2, most=1_000, example=30
    )
    owners: int = whole_number("Teams that own them, at the least.", default=3, least=1, most=1_000, example=10)


@change_rule(severity=Severity.WARNING, direction="text", bump="none", since="0.1.0", options=Options)
def flag_day(context: ChangeContext) -> Iterator[ChangeProblem]:
    """Yield a problem for each changed resource that many consumers of many owners follow without a number."""
    side = context.comparison.after
    for change in context.comparison.kept("fragment", "prompt", "tool", "model"):
        before, after = change.both
        keys = differing_keys(before, after)
        if not keys or _has_other_major(side.project, after.entry):
            continue
        options = context.options(Options, change)
        users = tuple(reached(side, after.entry, lambda link: link.major is None))
        owners = by_owner(side.project, users)
        if len(users) < options.consumers or len(owners) < options.owners:
            continue
        many = f"{len(users):,} {'or more ' if len(users) == MAX_REACHED else ''}consumers"
        yield ChangeProblem(
            f"this change of `{change.name}` reaches {many} of {len(owners):,} teams at once",
            change,
            change.at(keys[0]),
            _ADVICE,
            related=_places(change),
            old=content_at(before, keys),
            new=content_at(after, keys),
            notes=(f"it reaches {some_and_more(list(owners), _MOST_NAMED)}",),
        )


def _has_other_major(project: Project, entry: Entry) -> bool:
    others = (each for each in project.named(entry.kind, entry.name) if each is not entry and each.sound)
    return not all(map(project.is_retired, others))


def _places(change: Change) -> tuple[tuple[Where, str], ...]:
    return tuple((consumer.at, f"`{consumer.name}` {consumer.how} it") for consumer in change.consumers[:_MOST_NAMED])
