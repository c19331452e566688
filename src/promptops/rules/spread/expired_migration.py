"""Two major versions live side by side for longer than they were to, and the old one still has users.

## What it does
It looks at the older of two major versions in use: at the last day on which it may be used (`remove_after`), and at the
day on which its end was announced. The rule `retired-resource` says the first to each of its users; this one speaks to
its owner, once.

## Why is this bad?
A migration that does not end is two products. Every fix is made twice or forgotten once, and those who stayed behind
learn that dates mean nothing.

## Example
```markdown fragments/tone.fragment.md
---
name: common/tone
version: 1.4.0
deprecation:
  announced: 2026-02-01  # warning: [expired-migration]
  replaced_by: common/tone@2
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
{% include "common/tone@1" %}
Answer refund requests.
```

## Near miss
Everybody has moved.

```markdown fragments/tone.fragment.md
---
name: common/tone
version: 1.4.0
deprecation:
  announced: 2026-02-01
  replaced_by: common/tone@2
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
{% include "common/tone@2" %}
Answer refund requests.
```

## Use instead
Move the last users, and remove the old version.

```markdown fragments/tone.fragment.md
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
{% include "common/tone@2" %}
Answer refund requests.
```
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from promptops.config.options import RuleOptions, whole_number
from promptops.diagnostics import Severity
from promptops.graph.verbs import NOT_DEPENDENCIES, NOT_USERS
from promptops.resources.entries import Entry, Place
from promptops.resources.project import Project
from promptops.rules.contexts import Problem, ProjectContext
from promptops.rules.rule import project_rule
from promptops.schedule.days import date_of

_ADVICE = "move its last users to the newer one, or give them a new date"
_MOST_RELATED = 5


class Options(RuleOptions):
    """What may be set."""

    days: int = whole_number(
        "Days from the announcement to the end of a migration without a date.", default=180, most=3_660, example=365
    )


@project_rule(severity=Severity.WARNING, since="0.1.0", options=Options)
def expired_migration(context: ProjectContext) -> Iterator[Problem]:
    """Yield a problem for each older major version whose time is over and that is still in use."""
    project = context.project
    for old in _older_majors(project):
        ending = _ending(context, old)
        users = _users(project, old) if ending else ()
        if ending and users:
            key, message = ending
            many = f"{len(users):,} resources still use" if len(users) > 1 else "a resource still uses"
            yield Problem(
                f"{message}, and {many} `{old.name}@{old.major}`",
                _place(project, old, key),
                _ADVICE,
                tuple((place, "it is used here") for place in users[:_MOST_RELATED]),
            )


def _older_majors(project: Project) -> Iterator[Entry]:
    """Yield the resources in use of which a later major version is in use, too."""
    for entries in project.shared_names:
        majors = [each.major for each in entries if _is_live(project, each)]
        highest = max((major for major in majors if major is not None), default=None)
        for entry in entries:
            if highest is not None and entry.major is not None and entry.major < highest and _is_live(project, entry):
                yield entry


def _is_live(project: Project, entry: Entry) -> bool:
    return entry.sound and not project.is_retired(entry)


def _ending(context: ProjectContext, old: Entry) -> tuple[str, str] | None:
    """Return the key that says when the migration was to end, with how long ago that was; None while it may go on."""
    deprecation = context.project.governance(old, "deprecation")
    dates: Mapping[str, Any] = deprecation if isinstance(deprecation, dict) else {}
    last, announced = date_of(dates.get("remove_after")), date_of(dates.get("announced"))
    if last is not None:
        return ("remove_after", f"the migration was to end on {last}") if last < context.today else None
    if announced is None:
        return None
    days = (context.today - announced).days
    allowed = context.options(Options, old).days
    return ("announced", f"the migration was announced {days:,} days ago") if days > allowed else None


def _users(project: Project, old: Entry) -> tuple[Place, ...]:
    """Return where resources in use refer to one."""
    found: dict[str, Place] = {}
    for entry, targets in zip(project.entries, project.targets, strict=True):
        for link, target in targets:
            is_use = target is old and link.field not in NOT_DEPENDENCIES and entry.kind not in NOT_USERS
            if is_use and not project.is_retired(entry):
                found.setdefault(entry.reference, entry.at_link(link))
    return tuple(found.values())


def _place(project: Project, old: Entry, key: str) -> Place:
    written = project.written_at(old, "deprecation")
    return Place(written.path, written.ordinal, ("deprecation", key))
