"""A model is in use that its provider has retired.

## What it does
It compares `retires_on` of a model's file, or else the day that the catalogue of public models has, with the day of
the run or the one that `--as-of` gives. What the file says goes first. The finding has the day and, where somebody
names one, the model to move to; `promptops catalog show` prints all that is known of a model, with sources.

It is an error where it is certain who serves the model. Where a file names an identifier alone, without its provider,
or compares models, as configurations of promptfoo do, it warns. A day before which the provider promises to keep the
model proves nothing when it is over: that is a matter of the rule `retiring-model`.

## Why is this bad?
Calls fail, or another model answers them that nobody has tried and that may cost more.

## Example
```yaml models/chat-large.yaml
kind: Model
name: chat-large
provider: openai
id: gpt-4-0613  # error: [retired-model]
```

```yaml providers/openai.yaml
kind: Provider
name: openai
```

## Near miss
The file knows better: its provider keeps the model for longer, by contract.

```yaml models/chat-large.yaml
kind: Model
name: chat-large
provider: openai
id: gpt-4-0613
retires_on: 2027-12-31
```

```yaml providers/openai.yaml
kind: Provider
name: openai
```

## Use instead
Move to a model that will stay, once the evals have run on it.

```yaml models/chat-large.yaml
kind: Model
name: chat-large
provider: anthropic
id: claude-opus-4-8
```

```yaml providers/anthropic.yaml
kind: Provider
name: anthropic
```
"""

from __future__ import annotations

from collections.abc import Iterator

from promptops.catalog import Fact, Retirement
from promptops.diagnostics import Severity
from promptops.resources.rejections import quoted
from promptops.rules.contexts import Problem, ProjectContext
from promptops.rules.ends import advice_on, place_of, said_by
from promptops.rules.named_models import NamedModel, named_models
from promptops.rules.rule import project_rule


@project_rule(severity=Severity.ERROR, since="0.1.0")
def retired_model(context: ProjectContext) -> Iterator[Problem]:
    """Yield a problem for each model that its provider has certainly retired."""
    for named in named_models(context.project):
        end = named.facts.retirement
        if end is not None and end.value.is_over(context.today):
            yield Problem(
                f"{quoted(named.name)} was retired on {end.value.day}{said_by(end)}{_since(end)}",
                place_of(named, end),
                advice_on(named),
                named.users(context.project),
                f"{named.facts.id} {end.value.day}",
                at_most=_most(named, end),
            )


def _since(end: Fact[Retirement]) -> str:
    return {"fails": ": calls fail", "rerouted": ": another model answers", "unknown": ""}[end.value.after]


def _most(named: NamedModel, end: Fact[Retirement]) -> Severity:
    """Return how grave it is at most: what the project's own file says needs no other proof."""
    return Severity.ERROR if end.origin.place is not None else named.most
