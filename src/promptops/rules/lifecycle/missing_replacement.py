"""Nothing says what to use in place of a resource that goes away, or why it does.

## What it does
It asks deprecated and retired resources for `deprecation.replaced_by` or, where nothing takes their place, for
`deprecation.reason`. Either may be inherited from a `_defaults.yaml`.

## Why is this bad?
Everyone who uses the resource has to find out what to do, each of them alone. Most of them wait until it is gone.

## Example
```yaml tools/issue-refund.yaml
kind: Tool
name: issue-refund
lifecycle: deprecated  # warning: [missing-replacement]
```

## Near miss
Something may go away without a successor, if it says why.

```yaml tools/fax-invoice.yaml
kind: Tool
name: fax-invoice
lifecycle: deprecated
deprecation: {reason: nobody has received a fax since 2024}
```

## Use instead
```yaml tools/issue-refund.yaml
kind: Tool
name: issue-refund
lifecycle: deprecated
deprecation: {replaced_by: pay-back}
```

```yaml tools/pay-back.yaml
kind: Tool
name: pay-back
```
"""

from __future__ import annotations

from collections.abc import Iterator

from promptops.diagnostics import Severity
from promptops.resources.entries import Place
from promptops.rules.contexts import Problem, ProjectContext
from promptops.rules.rule import project_rule

_ADVICE = "name the successor in `deprecation.replaced_by`, or say in `deprecation.reason` why there is none"


@project_rule(severity=Severity.WARNING, since="0.1.0")
def missing_replacement(context: ProjectContext) -> Iterator[Problem]:
    """Yield a problem for each `lifecycle` that announces an end without saying what comes after it."""
    project = context.project
    reported: set[Place] = set()
    for entry, lifecycle in project.governed_by("lifecycle"):
        if not entry.native or lifecycle not in ("deprecated", "retired"):
            continue
        deprecation = project.governance(entry, "deprecation") or {}
        if isinstance(deprecation, dict) and not deprecation.get("replaced_by") and not deprecation.get("reason"):
            place = project.written_at(entry, "lifecycle")
            if place not in reported:
                reported.add(place)
                subject = "what inherits this" if place.ordinal is None else f"the {entry.kind} `{entry.name}`"
                yield Problem(f"{subject} is {lifecycle}, and nothing says what to use instead", place, _ADVICE)
