"""Somebody answered for a resource, and nobody does any more.

## What it does
It compares the owners of a resource on the two sides, its own, inherited or given by `promptops.yaml`, and the lines of
CODEOWNERS that decide for its file. Several that lost their owner in one place are one finding.

## Why is this bad?
Nobody is asked before the next change, and nobody is called when the answers are wrong. An owner is lost where a folder
is moved or a pattern is changed, and no test fails.

## Before
```markdown prompts/refund.prompt.md
---
name: support/refund
---
Answer refund requests.
```

```text CODEOWNERS
/prompts/ @acme/support
/teams/ @acme/support
```

## Example
```text CODEOWNERS
/prompt/ @acme/support  # warning: [removed-owner]
/teams/ @acme/support
```

## Near miss
Another team may take over.

```text CODEOWNERS
/prompts/ @acme/refunds
/teams/ @acme/support
```

## Use instead
```text CODEOWNERS
/prompt*/ @acme/support
/teams/ @acme/support
```
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from promptops.changes.change import Change, Earlier, Where, change_of_file
from promptops.diagnostics import START, Severity, Span
from promptops.resources.entries import Place
from promptops.rules.change_contexts import ChangeContext, ChangeProblem
from promptops.rules.rule import change_rule

if TYPE_CHECKING:
    from promptops.sources.codeowners import CodeOwners, OwnerLine

_GIVEN = Place("", None)
"""Stands for the configuration, which gives owners to files by pattern."""


@change_rule(severity=Severity.WARNING, direction="life", bump="none", since="0.1.0")
def removed_owner(context: ChangeContext) -> Iterator[ChangeProblem]:
    """Yield a problem for each place that named an owner of what has none now."""
    for (_, owner), changes in _ownerless(context).items():
        first = changes[0]
        named = _named(f"the {first.kind} `{first.name}`", len(changes) - 1)
        yield ChangeProblem(
            f"{named} {'has' if len(changes) == 1 else 'have'} no owner any more; it was `{owner}`",
            first,
            first.at(),
            "name the team that answers for it now",
            related=((first.was_at("owner"), "it had one here"),) if first.before else (),
            old=owner,
        )
    before, after = context.before.codeowners(), context.after.codeowners()
    if before is not None and (after is None or before.digest != after.digest):
        yield from _uncovered(context, before, after)


def _ownerless(context: ChangeContext) -> dict[tuple[Place, str], list[Change]]:
    """Return what has lost its owner, by the place that named that."""
    found: dict[tuple[Place, str], list[Change]] = {}
    project = context.comparison.before.project
    for change in context.comparison.changes:
        if change.both is None:
            continue
        before, after = change.both
        if before.owner is not None and after.owner is None:
            named = project.governance(before.entry, "owner") is not None
            place = project.written_at(before.entry, "owner") if named else _GIVEN
            found.setdefault((place, before.owner), []).append(change)
    return found


def _uncovered(context: ChangeContext, before: CodeOwners, after: CodeOwners | None) -> Iterator[ChangeProblem]:
    """Yield a problem for each line of CODEOWNERS whose files nobody has to approve now."""
    stayed = dict.fromkeys(entry.path for entry in context.comparison.before.project.entries)
    present = {entry.path for entry in context.comparison.after.project.entries}
    lost: dict[OwnerLine, list[str]] = {}
    for path in stayed:
        line = before.line_of(path) if path in present else None
        if line is not None and line.owners:
            now = None if after is None else after.line_of(path)
            if now is None or not now.owners:
                lost.setdefault(line, []).append(path)
    for line, paths in lost.items():
        at: Where = Earlier(Place(before.path, None)) if after is None else Span.of(after.path, START)
        files, owners = _named(f"`{paths[0]}`", len(paths) - 1), " ".join(f"`{owner}`" for owner in line.owners)
        yield ChangeProblem(
            f"CODEOWNERS gave {files} to {owners}, and now to nobody",
            change_of_file(before.path if after is None else after.path),
            at,
            f"cover what `{line.pattern}` in line {line.line} covered",
            subject=line.pattern,
            old=" ".join(line.owners),
        )


def _named(first: str, others: int) -> str:
    return first if not others else f"{first} and {others:,} other{'s'[: others != 1]}"
