"""The owner of a resource is not a team of the project.

## What it does
It speaks only in a project that declares teams. An owner may stand in the file itself, in a `_defaults.yaml`, or under
`owners` in `promptops.yaml`: it is reported where it stands, once.

## Why is this bad?
A team that was renamed or dissolved answers no call. The resource looks owned to everyone who reads the file, and is
not.

## Example
```markdown prompts/refund.prompt.md
---
name: support/refund
owner: suport  # error: [unknown-owner]
---
Answer refund requests.
```

## Near miss
A project that declares no team keeps its teams elsewhere, and nothing can be said about their names.

```yaml teams/support.yaml
# The teams are kept in the staff directory.
```

```markdown prompts/refund.prompt.md
---
name: support/refund
owner: customer-care
---
Answer refund requests.
```

## Use instead
```markdown prompts/refund.prompt.md
---
name: support/refund
owner: support
---
Answer refund requests.
```
"""

from __future__ import annotations

from collections.abc import Iterator

from promptops.diagnostics import Severity
from promptops.resources.entries import Place
from promptops.resources.project import Project
from promptops.rules.contexts import Problem, ProjectContext
from promptops.rules.rule import project_rule
from promptops.rules.suggestions import Names


@project_rule(severity=Severity.ERROR, since="0.1.0")
def unknown_owner(context: ProjectContext) -> Iterator[Problem]:
    """Yield a problem for each place that names an owner who is none of the project's teams."""
    project = context.project
    teams = project.names.get("team")
    if teams is None:
        return
    names = Names(teams)
    for entry, link in project.unresolved:
        if link.field == "owner":
            yield _problem(link.text, entry.at_link(link), names)
    for place, owner in _inherited(project).items():
        yield _problem(owner, place, names)
    for owner, place in context.owners:
        if project.team(owner) is None:
            yield _problem(owner, place, names)


def _inherited(project: Project) -> dict[Place, str]:
    """Return the owners that resources inherit and that are no teams, by where they are written."""
    written = {item.values["owner"] for item in project.defaults if isinstance(item.values.get("owner"), str)}
    unknown = {owner for owner in written if project.team(owner) is None}
    if not unknown:
        return {}
    governed = project.governed_by("owner")
    places = {project.written_at(entry, "owner"): owner for entry, owner in governed if owner in unknown}
    return {place: owner for place, owner in places.items() if place.ordinal is None}


def _problem(owner: str, place: Place, names: Names) -> Problem:
    advice = names.advice_on(owner) or "declare the team, or name another one"
    return Problem(f"there is no team `{owner}`", place, advice, subject=owner)
