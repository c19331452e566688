"""Nobody owns a resource.

## What it does
A resource has an owner when its file names one, when a `_defaults.yaml` in a folder above it does, or when `owners` in
`promptops.yaml` gives its path to a team. Files of other formats have no place for an owner: they are spoken of only
where CODEOWNERS covers them and names nobody.

## Why is this bad?
When the prompt misbehaves there is nobody to call, and when somebody changes it nobody is asked. What belongs to
everyone gets no review, and is found again when it fails.

## Example
```yaml _defaults.yaml
access: internal
```

```markdown prompts/refund.prompt.md
---
name: support/refund  # warning: [missing-owner]
---
Answer refund requests.
```

## Near miss
An owner may be inherited from a folder above, here from the one that this project keeps at its root.

```markdown prompts/refund.prompt.md
---
name: support/refund
---
Answer refund requests.
```

## Use instead
```yaml _defaults.yaml
access: internal
```

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

from promptops.diagnostics import Severity, Span
from promptops.resources.entries import Place
from promptops.rules.contexts import Problem, ProjectContext
from promptops.rules.rule import project_rule

_ADVICE = "name a team as `owner` in the file, or in a `_defaults.yaml` in a folder above it"
_FOREIGN_ADVICE = "name a team for the path under `owners` in `promptops.yaml`, or in CODEOWNERS"


@project_rule(severity=Severity.WARNING, since="0.1.0")
def missing_owner(context: ProjectContext) -> Iterator[Problem]:
    """Yield a problem for each native resource without an owner, and for each other file that CODEOWNERS disowns."""
    project = context.project
    foreign: set[str] = set()
    for entry in project.entries:
        if entry.governance.get("owner") or entry.kind == "team" or project.owner(entry) is not None:
            continue
        if entry.native and "owner" not in project.inherited(entry.path):
            yield Problem(f"nobody owns the {entry.kind} `{entry.name}`", entry.at("name"), _ADVICE)
        elif not entry.native:
            foreign.add(entry.path)
    if context.codeowners is not None:
        for path in sorted(foreign):
            line = context.codeowners.line_of(path)
            if line is not None and not line.owners:
                place = Span(context.codeowners.path, line.line, 1, line.line, 1)
                related = ((place, "this line gives it to nobody"),)
                yield Problem(f"nobody owns `{path}`", Place(path, None), _FOREIGN_ADVICE, related)
