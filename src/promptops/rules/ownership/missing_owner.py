"""Nobody owns a resource.

## What it does
A resource has an owner when its file names one, when a `_defaults.yaml` in a folder above it does, or when `owners` in
`promptops.yaml` gives its path to a team. Files of other formats have no place for an owner: they are spoken of only
where CODEOWNERS covers them and names nobody, or where `owners` maps other files and CODEOWNERS does not cover them.

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

from promptops.config.options import RuleOptions, words
from promptops.diagnostics import Severity, Span
from promptops.resources import SLUGS
from promptops.resources.entries import Place
from promptops.rules.contexts import Problem, ProjectContext
from promptops.rules.rule import project_rule

_ADVICE = "name a team as `owner` in the file, or in a `_defaults.yaml` in a folder above it"
_FOREIGN_ADVICE = "name a team for the path under `owners` in `promptops.yaml`, or in CODEOWNERS"


_OWNED = tuple(slug for slug in SLUGS if slug != "team")


class Options(RuleOptions):
    """What may be set."""

    kinds: tuple[str, ...] = words(
        "Kinds of resources that must have an owner.", example=["agent", "tool"], choices=_OWNED
    )


@project_rule(severity=Severity.WARNING, since="0.1.0", options=Options)
def missing_owner(context: ProjectContext) -> Iterator[Problem]:
    """Yield a problem for each native resource without an owner, and for each other file that is to have one."""
    project = context.project
    foreign: set[str] = set()
    for entry in project.entries:
        if entry.governance.get("owner") or entry.kind == "team" or project.owner(entry) is not None:
            continue
        if entry.kind not in context.options(Options, entry).kinds:
            continue
        if entry.native and "owner" not in project.inherited(entry.path):
            yield Problem(f"nobody owns the {entry.kind} `{entry.name}`", entry.at("name"), _ADVICE)
        elif not entry.native:
            foreign.add(entry.path)
    for path in sorted(foreign):
        yield from _disowned(context, path)


def _disowned(context: ProjectContext, path: str) -> Iterator[Problem]:
    """Yield a problem with a file of another format that no team has, if anyone has begun to say who owns such."""
    codeowners = context.codeowners
    line = None if codeowners is None else codeowners.line_of(path)
    message, place = f"nobody owns `{path}`", Place(path, None)
    if codeowners is not None and line is not None and not line.owners:
        deciding = Span(codeowners.path, line.line, 1, line.line, 1)
        yield Problem(message, place, _FOREIGN_ADVICE, ((deciding, "this line gives it to nobody"),))
    elif line is None and context.owners:
        yield Problem(message, place, _FOREIGN_ADVICE)
