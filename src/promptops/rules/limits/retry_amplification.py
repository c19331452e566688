"""Retries of tools, retries of providers and fallbacks multiply one call of a model beyond reason.

## What it does
It multiplies along the way to a model: how often each tool is tried (`retries.max_attempts`), and how often the call
is tried at the model's provider and at the providers of what stands in for it. It speaks where the product first
exceeds the option `attempts`.

## Why is this bad?
Each layer was given three tries by somebody who thought to be the only one. While a provider is down, all of them are
used up: the load on what is left is multiplied just when it can bear it least, and so is the bill.

## Example
```yaml tools/summarise.yaml
kind: Tool
name: summarise
description: Summarises a page.
effects: none
retries:
  max_attempts: 4  # warning: [retry-amplification]
invokes: [model:chat-large]
```

```yaml models/chat-large.yaml
kind: Model
name: chat-large
provider: meridian
```

```yaml providers/meridian.yaml
kind: Provider
name: meridian
oncall: platform-oncall
timeout: 30s
retries: {max_attempts: 4}
slo: [{objective: 99.5 %, unit: availability, measured: attempt}]
```

## Near miss
Four tries, and one fallback with as many, are eight.

```yaml tools/summarise.yaml
kind: Tool
name: summarise
description: Summarises a page.
effects: none
invokes: [model:chat-large]
```

```yaml models/chat-large.yaml
kind: Model
name: chat-large
provider: meridian
fallbacks: [chat-standby]
```

```yaml models/chat-standby.yaml
kind: Model
name: chat-standby
provider: meridian
```

```yaml providers/meridian.yaml
kind: Provider
name: meridian
oncall: platform-oncall
timeout: 30s
retries: {max_attempts: 4}
slo: [{objective: 99.5 %, unit: availability, measured: attempt}]
```

## Use instead
Retry in one place: nearest to what fails.

```yaml tools/summarise.yaml
kind: Tool
name: summarise
description: Summarises a page.
effects: none
retries: {max_attempts: 1}
invokes: [model:chat-large]
```

```yaml models/chat-large.yaml
kind: Model
name: chat-large
provider: meridian
```

```yaml providers/meridian.yaml
kind: Provider
name: meridian
oncall: platform-oncall
timeout: 30s
retries: {max_attempts: 4}
slo: [{objective: 99.5 %, unit: availability, measured: attempt}]
```
"""

from __future__ import annotations

from collections.abc import Iterator

from promptops.config.options import RuleOptions, whole_number
from promptops.diagnostics import Severity
from promptops.resources.rejections import quoted
from promptops.rules.amplification import Amplification, amplifications
from promptops.rules.contexts import Problem, ProjectContext
from promptops.rules.rule import project_rule

_ADVICE = "retry in one place, nearest to what fails"


class Options(RuleOptions):
    """What may be set."""

    attempts: int = whole_number(
        "Attempts that one call of a model may come to.", default=9, least=1, most=1_000_000, example=16
    )


@project_rule(severity=Severity.WARNING, since="0.1.0", options=Options)
def retry_amplification(context: ProjectContext) -> Iterator[Problem]:
    """Yield a problem for each tool or model at which the attempts of one call come to more than is allowed."""
    for found in amplifications(context):
        most = context.options(Options, found.entry).attempts
        if found.told <= most < found.attempts:
            yield Problem(_message(found), found.at, _ADVICE, found.related)


def _message(found: Amplification) -> str:
    name = quoted(found.entry.name)
    if found.entry.kind == "model":
        models = len(found.call.attempts)
        return f"one call of the model {name} may be tried {found.attempts:,} times, at {models:,} models"
    tries = found.attempts // found.below
    each = f"{found.below:,} attempt{'s'[: found.below != 1]}"
    return (
        f"the tool {name} is tried up to {tries:,} times, each with up to {each} at a model: {found.attempts:,} in all"
    )
