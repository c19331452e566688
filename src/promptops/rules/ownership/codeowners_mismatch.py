"""CODEOWNERS asks other people to approve a file than the team that owns it.

## What it does
It compares files whose owner is a declared team with `codeowners` handles of its own, where a line of CODEOWNERS
covers the file. The last line that matches decides, as on the platforms that read it; one of the team's handles on it
is enough. Teams themselves are left out.

## Why is this bad?
Two files say who is responsible, and they disagree. Changes are approved by people who do not answer for them, and who
does answer learns of them from an incident.

## Example
```yaml teams/support.yaml
kind: Team
name: support
codeowners: ["@acme/support"]
```

```text CODEOWNERS
/prompts/  @acme/support
/prompts/billing/  @acme/payments
```

```markdown prompts/billing/refund.prompt.md
---
name: billing/refund
owner: support  # warning: [codeowners-mismatch]
---
Answer refund requests.
```

## Near miss
Others may have to approve a file beside its owners, and letter case counts for nothing.

```yaml teams/support.yaml
kind: Team
name: support
codeowners: ["@acme/support"]
```

```text CODEOWNERS
/prompts/  @acme/legal @Acme/Support
```

```markdown prompts/refund.prompt.md
---
name: support/refund
owner: support
---
Answer refund requests.
```

## Use instead
```yaml teams/support.yaml
kind: Team
name: support
codeowners: ["@acme/support"]
```

```yaml teams/payments.yaml
kind: Team
name: payments
codeowners: ["@acme/payments"]
```

```text CODEOWNERS
/prompts/  @acme/support
/prompts/billing/  @acme/payments
```

```markdown prompts/billing/refund.prompt.md
---
name: billing/refund
owner: payments
---
Answer refund requests.
```
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import TYPE_CHECKING

from promptops.diagnostics import Severity, Span
from promptops.resources.entries import Entry, Place
from promptops.resources.project import Project
from promptops.rules.contexts import Problem, ProjectContext
from promptops.rules.rule import project_rule

if TYPE_CHECKING:
    from promptops.sources.codeowners import OwnerLine


@project_rule(severity=Severity.WARNING, since="0.1.0")
def codeowners_mismatch(context: ProjectContext) -> Iterator[Problem]:
    """Yield a problem for each place that names an owner and each line of CODEOWNERS that contradicts it."""
    project, codeowners = context.project, context.codeowners
    if codeowners is None:
        return
    owned = [(entry, owner) for entry in project.entries if (owner := project.owner(entry)) is not None]
    handles = {owner: _handles(project, owner) for owner in {owner for _, owner in owned}}
    reported: set[tuple[Place, OwnerLine]] = set()
    for entry, owner in owned:
        line = codeowners.line_of(entry.path) if handles[owner] and entry.kind != "team" else None
        if line is None or not handles[owner].isdisjoint(map(str.casefold, line.owners)):
            continue
        place = _owner_place(project, entry)
        if (place, line) not in reported:
            reported.add((place, line))
            there = Span(codeowners.path, line.line, 1, line.line, 1)
            yield _problem(entry, owner, place, line)._replace(related=((there, "the line that decides"),))


def _handles(project: Project, owner: str) -> frozenset[str]:
    """Return the handles of an owner in one letter case; none when it is no team or declares none."""
    team = project.team(owner)
    declared = json.loads(team.data).get("codeowners", ()) if team is not None and team.sound else ()
    return frozenset(map(str.casefold, declared))


def _owner_place(project: Project, entry: Entry) -> Place:
    if project.governance(entry, "owner"):
        return project.written_at(entry, "owner")
    return entry.at("name") if entry.native else Place(entry.path, None)


def _problem(entry: Entry, owner: str, place: Place, line: OwnerLine) -> Problem:
    others = " ".join(f"`{handle}`" for handle in line.owners) or "nobody"
    message = f"CODEOWNERS gives `{entry.path}` to {others}, not to its owner `{owner}`"
    advice = f"put a handle of `{owner}` on the line, or change the owner"
    return Problem(message, place, advice, subject=line.pattern)
