"""The day by which somebody had to look at a resource again is over.

## What it does
It compares `review_by` with the day of the run, or the one that `--as-of` gives. A date that a `_defaults.yaml` gives
to a whole folder is reported there, once. What is retired needs no review.

## Why is this bad?
A prompt is tuned for the models, prices and customers of its day. Those change and the text does not, so it gets worse
without anyone touching it.

## Example
```markdown prompts/refund.prompt.md
---
name: support/refund
review_by: 2026-09-01  # warning: [overdue-review]
---
Answer refund requests.
```

## Near miss
On the day itself there is still time.

```markdown prompts/refund.prompt.md
---
name: support/refund
review_by: 2026-11-01
---
Answer refund requests.
```

## Use instead
Review it: read it, run its evals against the model in use, and set the next date.

```markdown prompts/refund.prompt.md
---
name: support/refund
review_by: 2027-03-01
---
Answer refund requests.
```
"""

from __future__ import annotations

from collections.abc import Iterator

from promptops.diagnostics import Severity
from promptops.resources.entries import Place
from promptops.rules.contexts import Problem, ProjectContext
from promptops.rules.retirement import date_of
from promptops.rules.rule import project_rule

_ADVICE = "review it, then set `review_by` to the day by which it has to be reviewed again"


@project_rule(severity=Severity.WARNING, since="0.1.0")
def overdue_review(context: ProjectContext) -> Iterator[Problem]:
    """Yield a problem for each `review_by` that lies before today."""
    project, today = context.project, context.today
    reported: set[Place] = set()
    for entry, written in project.governed_by("review_by"):
        due = date_of(written)
        if due is None or due >= today or project.governance(entry, "lifecycle") == "retired":
            continue
        place = project.written_at(entry, "review_by")
        if place not in reported:
            reported.add(place)
            days = (today - due).days
            ago = "yesterday" if days == 1 else f"{days:,} days ago"
            yield Problem(f"the review was due on {due}, {ago}", place, _ADVICE)
