"""A credential has not been changed for longer than it may stay.

## What it does
It adds `rotate_every` to `rotated_on` for each of the `credentials` of a provider: past that day it is an error, and
some days before a warning. It never sees the secret, only the name of the variable that holds it.

## Why is this bad?
Keys leak slowly: into a notebook, a log, the laptop of somebody who has left. One that is changed in time is worth
nothing to whoever finds it; and one that its issuer ends on that day stops every call of every product.

## Example
```yaml providers/acme.yaml
kind: Provider
name: acme
credentials:
- env: ACME_API_KEY
  rotated_on: 2026-06-20  # error: [expired-credential]
  rotate_every: 90d
```

## Near miss
There is a month left.

```yaml providers/acme.yaml
kind: Provider
name: acme
credentials:
- env: ACME_API_KEY
  rotated_on: 2026-09-01
  rotate_every: 90d
```

## Use instead
Change it where it is issued, put the new one where the variable is filled from, and write down the day.

```yaml providers/acme.yaml
kind: Provider
name: acme
credentials:
- env: ACME_API_KEY
  rotated_on: 2026-11-01
  rotate_every: 90d
```
"""

from __future__ import annotations

from collections.abc import Iterator

from promptops.config.options import RuleOptions, whole_number
from promptops.diagnostics import Severity
from promptops.rules.ages import age_problem
from promptops.rules.contexts import Problem, ProjectContext
from promptops.rules.rule import project_rule
from promptops.schedule.ages import credential_ages

_ADVICE = "change the credential, and write the day into `rotated_on`"


class Options(RuleOptions):
    """What may be set."""

    horizon_days: int = whole_number(
        "Days before the last day from which on it is a warning.", default=14, most=366, example=30
    )
    grace_days: int = whole_number("Days behind the last day on which nothing is said.", most=366, example=90)


@project_rule(severity=Severity.ERROR, since="0.1.0", options=Options)
def expired_credential(context: ProjectContext) -> Iterator[Problem]:
    """Yield a problem for each credential that is too old, or soon will be."""
    for age in credential_ages(context.project):
        options = context.options(Options, age.entry)
        subject = f"the credential in `{age.what}` was changed on"
        found = age_problem(age, context.today, subject, _ADVICE, options.horizon_days, options.grace_days)
        if found is not None:
            yield found
