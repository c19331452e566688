"""A retrieval index is older than it may become, or its embedding model goes away.

## What it does
It compares the day on which an index was built with its `max_age`: past it, that is an error, and some days before a
warning. And it looks at the day on which the embedding model stops answering, as its file or the catalogue of public
models has it: an error once it has come, a warning from some days before.

## Why is this bad?
An index answers from the documents of the day on which it was built, and says nothing of those that have changed. And
questions can only be compared with documents that the same model has embedded: when it is gone, the index is gone.

## Example
```yaml indexes/help.yaml
kind: Index
name: help-centre
built_on: 2026-06-20  # error: [aging-index]
max_age: 90d
```

## Near miss
It was built anew in September.

```yaml indexes/help.yaml
kind: Index
name: help-centre
built_on: 2026-09-01
max_age: 90d
```

## Use instead
Build it anew, with a model that stays, and let a job do so before the next time.

```yaml indexes/help.yaml
kind: Index
name: help-centre
built_on: 2026-10-31
max_age: 90d
```
"""

from __future__ import annotations

from collections.abc import Iterator

from promptops.config.options import RuleOptions, whole_number
from promptops.diagnostics import Severity
from promptops.rules.ages import age_problem
from promptops.rules.contexts import Problem, ProjectContext
from promptops.rules.rule import project_rule
from promptops.schedule.ages import index_ages
from promptops.schedule.models import Ending, endings_of_indexes

_ADVICE = "build the index anew, and write the day into `built_on`"
_MOVE = "build the index anew with a model that stays"


class Options(RuleOptions):
    """What may be set."""

    horizon_days: int = whole_number(
        "Days before the last day from which on it is a warning.", default=14, most=366, example=30
    )
    grace_days: int = whole_number("Days behind the last day on which nothing is said.", most=366, example=90)
    retirement_days: int = whole_number(
        "Days before the retirement of the embedding model from which on it is a warning.",
        default=90,
        most=3_660,
        example=180,
    )


@project_rule(severity=Severity.ERROR, since="0.1.0", options=Options)
def aging_index(context: ProjectContext) -> Iterator[Problem]:
    """Yield a problem for each index that is too old, or whose embedding model goes, or that soon will be."""
    for age in index_ages(context.project):
        options = context.options(Options, age.entry)
        subject = f"the index `{age.entry.name}` was built on"
        found = age_problem(age, context.today, subject, _ADVICE, options.horizon_days, options.grace_days)
        if found is not None:
            yield found
    for ending in endings_of_indexes(context.project):
        left = (ending.day - context.today).days
        if left <= context.options(Options, ending.user).retirement_days:
            yield _retiring(ending, left)


def _retiring(ending: Ending, left: int) -> Problem:
    index, model = f"the index `{ending.user.name}`", f"its embedding model `{ending.name}`"
    related = ((ending.written, "it is said here when the model retires"),) if ending.written else ()
    by = f", says {ending.source}" if ending.source else ""
    if left <= 0 and ending.certain:
        return Problem(f"{index} is of no use: {model} retired on {ending.day}{by}", ending.at, _MOVE, related)
    days = f"in {left:,} day{'s'[: left != 1]}" if ending.certain else "soon"
    retires = "retires on" if ending.certain else "may retire from"
    message = f"{index} ends {days}: {model} {retires} {ending.day}{'' if ending.certain else ' on'}{by}"
    return Problem(message, ending.at, _MOVE, related, at_most=Severity.WARNING)
