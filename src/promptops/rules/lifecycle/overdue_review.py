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

from promptops.config.options import RuleOptions, whole_number
from promptops.diagnostics import Severity
from promptops.resources.entries import Place
from promptops.rules.contexts import Problem, ProjectContext
from promptops.rules.rule import project_rule
from promptops.schedule.days import date_of

_ADVICE = "review it, then set `review_by` to the day by which it has to be reviewed again"


class Options(RuleOptions):
    """What may be set."""

    grace_days: int = whole_number("Days behind the date on which nothing is said yet.", most=366, example=90)


@project_rule(severity=Severity.WARNING, since="0.1.0", options=Options)
def overdue_review(context: ProjectContext) -> Iterator[Problem]:
    """Yield a problem for each `review_by` that lies before today, and further than the days of grace."""
    project, today = context.project, context.today
    reported: set[Place] = set()
    for entry, written in project.governed_by("review_by"):
        due = date_of(written)
        if due is None or due >= today or project.is_retired(entry):
            continue
        place = project.written_at(entry, "review_by")
        days = (today - due).days
        if place not in reported and days > context.options(Options, entry).grace_days:
            reported.add(place)
            ago = "yesterday" if days == 1 else f"{days:,} days ago"
            yield Problem(f"the review was due on {due}, {ago}", place, _ADVICE)
