"""A reference follows every new major version of something that others change.

## What it does
It looks for references without a number, such as `common/safety` for `common/safety@1`, where the number makes a
difference: two majors are in use side by side, or the text of a versioned fragment comes from another team.
Formats in which no number can be written are left alone.

## Why is this bad?
A major version announces a break. Who does not pin one gets the break on the day on which the other team publishes it,
without a change of their own to review, test or roll back. One edit of a shared preamble then reaches every prompt.

## Example
```markdown fragments/platform/safety.fragment.md
---
name: common/safety
version: 1.2.0
owner: platform
---
Never ask for a card number.
```

```yaml teams/platform.yaml
kind: Team
name: platform
```

```markdown prompts/refund.prompt.md
---
name: support/refund
---
{% include "common/safety" %}{# warning: [floating-reference] #}
Answer refund requests.
```

## Near miss
Within one team, text and users of the text change together.

```markdown fragments/greeting.fragment.md
---
name: support/greeting
version: 1.0.0
---
Greet the customer by name.
```

```markdown prompts/refund.prompt.md
---
name: support/refund
---
{% include "support/greeting" %}
Answer refund requests.
```

## Use instead
```markdown fragments/platform/safety.fragment.md
---
name: common/safety
version: 1.2.0
owner: platform
---
Never ask for a card number.
```

```yaml teams/platform.yaml
kind: Team
name: platform
```

```markdown prompts/refund.prompt.md
---
name: support/refund
---
{% include "common/safety@1" %}
Answer refund requests.
```
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from promptops.config.options import RuleOptions, words
from promptops.diagnostics import Severity
from promptops.formats import CONFIGURED
from promptops.resources.entries import Entry, Link
from promptops.resources.project import Project
from promptops.rules.contexts import Problem, ProjectContext
from promptops.rules.rule import project_rule
from promptops.rules.wildcards import WHAT
from promptops.sources.wildcards import any_name


class Options(RuleOptions):
    """What may be set."""

    ignore: tuple[str, ...] = words(
        "Resources of which everyone is to follow the newest version.", example=["common/*"], what=WHAT
    )


@project_rule(severity=Severity.WARNING, since="0.1.0", options=Options)
def floating_reference(context: ProjectContext) -> Iterator[Problem]:
    """Yield a problem for each reference without a major version that ought to have one."""
    project = context.project
    several = _with_live_majors(project)
    for entry, targets in zip(project.entries, project.targets, strict=True):
        for link, target in targets if entry.native or entry.dialect in CONFIGURED else ():
            if link.major is not None or target is None or (link.field != "include" and id(target) not in several):
                continue
            message = _message(project, entry, link, target, several)
            if message is not None and not any_name(context.options(Options, entry).ignore)(target.name):
                yield _problem(entry, link, target, message)


def _message(project: Project, entry: Entry, link: Link, target: Entry, several: Mapping[int, int]) -> str | None:
    """Return why a reference ought to have a number, None when it need not."""
    majors = several.get(id(target))
    if majors is not None:
        return f"`{target.name}` has {majors} live major versions, and the reference names none of them"
    if link.field == "include" and target.version is not None and _is_foreign(project, entry, target):
        return f"the include follows every version of `{target.name}`, which `{project.owner(target)}` owns"
    return None


def _with_live_majors(project: Project) -> Mapping[int, int]:
    """Return how many major versions in use the name of a resource has, by its `id`, for those with several."""
    found: dict[int, int] = {}
    for entries in project.shared_names:
        live = {each.major for each in entries if each.sound and not project.is_retired(each)}
        if len(live) > 1:
            found.update((id(each), len(live)) for each in entries if each.version is not None)
    return found


def _is_foreign(project: Project, entry: Entry, target: Entry) -> bool:
    ours, theirs = project.owner(entry), project.owner(target)
    return ours is not None and theirs is not None and ours != theirs


def _problem(entry: Entry, link: Link, target: Entry, message: str) -> Problem:
    advice = f"pin it: `{link.text}@{target.major}`"
    related = ((target.at("version"), f"`{target.name}` is declared here"),)
    return Problem(message, entry.at_link(link), advice, related, link.text)
