"""CODEOWNERS asks other people to approve a file than the team that owns it.

## What it does
It compares files whose owner is a declared team with `codeowners` handles of its own, where a line of CODEOWNERS
covers the file. The last line that matches decides, as on the platforms that read it; one of the team's handles on it
is enough. Teams themselves are left out. A line that contradicts one team in many files is one finding, at the first
of the places that name the team.

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
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from promptops.diagnostics import Severity, Span
from promptops.resources.entries import Entry, Place
from promptops.resources.project import Project
from promptops.rules.contexts import Problem, ProjectContext
from promptops.rules.rule import project_rule

if TYPE_CHECKING:
    from promptops.sources.codeowners import CodeOwners, OwnerLine


MAX_RELATED = 5
"""Further places that a finding points at."""


class _Contradiction(NamedTuple):
    """A line of CODEOWNERS and an owner that is not on it: the files, and the places that name the owner there."""

    owner: str
    line: OwnerLine
    files: dict[str, Place]

    @property
    def places(self) -> Sequence[Place]:
        """Return the places, each once: first those that files inherit from, as they stay when files come and go."""
        return sorted(dict.fromkeys(self.files.values()), key=lambda place: place.ordinal is not None)


@project_rule(severity=Severity.WARNING, since="0.1.0")
def codeowners_mismatch(context: ProjectContext) -> Iterator[Problem]:
    """Yield a problem for each line of CODEOWNERS and each owner whom it contradicts."""
    if context.codeowners is not None:
        for contradiction in _contradictions(context.project, context.codeowners):
            yield _problem(contradiction, context.codeowners.path)


def _contradictions(project: Project, codeowners: CodeOwners) -> Iterable[_Contradiction]:
    owned = [(entry, owner) for entry in project.entries if (owner := project.owner(entry)) is not None]
    handles = {owner: _handles(project, owner) for owner in {owner for _, owner in owned}}
    agreed: dict[tuple[str, int], bool] = {}
    found: dict[tuple[str, OwnerLine], _Contradiction] = {}
    for entry, owner in owned:
        line = codeowners.line_of(entry.path) if handles[owner] and entry.kind != "team" else None
        if line is None:
            continue
        pair = owner, line.line
        if pair not in agreed:
            agreed[pair] = not handles[owner].isdisjoint(map(str.casefold, line.owners))
        if not agreed[pair]:
            known = found.setdefault((owner, line), _Contradiction(owner, line, {}))
            known.files.setdefault(entry.path, _owner_place(project, entry))
    return found.values()


def _handles(project: Project, owner: str) -> frozenset[str]:
    """Return the handles of an owner in one letter case; none when it is no team or declares none."""
    team = project.team(owner)
    declared = json.loads(team.data).get("codeowners", ()) if team is not None and team.sound else ()
    return frozenset(map(str.casefold, declared))


def _owner_place(project: Project, entry: Entry) -> Place:
    if project.governance(entry, "owner"):
        return project.written_at(entry, "owner")
    return entry.at("name") if entry.native else Place(entry.path, None)


def _problem(found: _Contradiction, codeowners: str) -> Problem:
    owner, line = found.owner, found.line
    given = " ".join(f"`{handle}`" for handle in line.owners) or "nobody"
    first, others = next(iter(found.files)), len(found.files) - 1
    subject = f"`{first}`" + (f" and {others:,} more file{'s'[: others != 1]}" if others else "")
    whose = "its" if not others else "their"
    primary, *more = found.places
    deciding = Span(codeowners, line.line, 1, line.line, 1)
    return Problem(
        f"CODEOWNERS gives {subject} to {given}, not to {whose} owner `{owner}`",
        primary,
        f"put a handle of `{owner}` on the line, or change the owner",
        ((deciding, "the line that decides"), *((place, "here, too") for place in more[:MAX_RELATED])),
        f"{line.pattern} {owner}",
    )
