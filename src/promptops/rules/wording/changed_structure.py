"""The headings, sections or steps of a text are others than they were.

## Why is this bad?
It need not be. But people and programs find their way by headings: a labelling action that reads an answer's headings,
a runbook that names step four.

## Before
```markdown prompts/review.prompt.md
---
name: support/review
version: 1.0.0
---
## Task
Review the reply.

## Verdict
Say whether it may go out.
```

## Example
```markdown prompts/review.prompt.md
---
name: support/review
version: 1.1.0
---
## Task
Review the reply.

## Decision  {# info: [changed-structure] #}
Say whether it may go out.
```

## Near miss
A blank line more changes nothing of the structure.

```markdown prompts/review.prompt.md
---
name: support/review
version: 1.0.1
---
## Task

Review the reply.

## Verdict
Say whether it may go out.
```

## Use instead
Keep the headings, and change what stands elsewhere.

```markdown prompts/review.prompt.md
---
name: support/review
version: 1.0.1
description: Reviews a reply before it goes out.
---
## Task
Review the reply.

## Verdict
Say whether it may go out.
```
"""

from __future__ import annotations

from collections.abc import Iterator

from promptops.changes.wording.structure_changes import StructureChange, compare_structure
from promptops.diagnostics import Severity
from promptops.rules.change_contexts import ChangeContext, ChangeProblem
from promptops.rules.rule import change_rule
from promptops.rules.sentence_notes import MAX_NOTES, place_of, shortened


@change_rule(severity=Severity.INFO, direction="text", bump="minor", since="0.1.0")
def changed_structure(context: ChangeContext) -> Iterator[ChangeProblem]:
    """Yield one problem for each text whose outline changed."""
    for change in context.comparison.kept("prompt", "fragment"):
        for before, after in change.texts():
            found = () if before.text == after.text else compare_structure(before.text, after.text)
            if found:
                notes = tuple(map(_said, found[:MAX_NOTES]))
                more = f", and {len(found) - 1} more" if len(found) > 1 else ""
                yield ChangeProblem(
                    f"the structure of `{change.name}` changed: {notes[0]}{more}",
                    change,
                    place_of(change, after, (each.after for each in found)),
                    None,
                    subject=".".join(map(str, after.keys)),
                    old=before.text,
                    new=after.text,
                    notes=notes[1:],
                )


def _said(change: StructureChange) -> str:
    before, after = change.before, change.after
    old = "" if before is None else f"`{shortened(before.title)}`"
    new = "" if after is None else f"`{shortened(after.title)}`"
    if change.kind == "renamed":
        return f"{old} is called {new}"
    return f"{old or new} was {change.kind.replace('level-changed', 'put on another level')}"
