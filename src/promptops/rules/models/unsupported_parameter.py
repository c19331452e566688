"""A prompt sets a parameter that the model, or one that stands in for it, does not accept.

## What it does
It compares the parameters of native prompts with the model that answers them, and with each of its fallbacks: with the
`parameters` that the model's file lists, else with what the catalogue of public models knows to be refused. Reasoning
models of OpenAI refuse `max_tokens`, which is `max_completion_tokens` there, and every `temperature` but 1, and the
newer Claude models refuse sampling parameters. A parameter that has the value that it has by default is accepted.

A file of a model that lists its parameters, and a catalogue that speaks of the provider which the file names, are a
proof. Where nobody says who serves a model, it warns.

## Why is this bad?
Every call is refused with an error, or the parameter is dropped without one; with a fallback, during the outage that
the fallback is there for.

## Example
```yaml models/reasoner.yaml
kind: Model
name: reasoner
id: meridian-reasoner-2026-08-14
parameters: [max_completion_tokens, seed]
```

```markdown prompts/triage.prompt.md
---
name: support/triage
model: reasoner
parameters:
  max_tokens: 800  # error: [unsupported-parameter]
---
Say what the customer's message is about.
```

## Near miss
A model whose file lists no parameters, and which the catalogue does not have, may accept all of them.

```yaml models/reasoner.yaml
kind: Model
name: reasoner
id: meridian-reasoner-2026-08-14
```

```markdown prompts/triage.prompt.md
---
name: support/triage
model: reasoner
parameters:
  max_tokens: 800
---
Say what the customer's message is about.
```

## Use instead
```yaml models/reasoner.yaml
kind: Model
name: reasoner
id: meridian-reasoner-2026-08-14
parameters: [max_completion_tokens, seed]
```

```markdown prompts/triage.prompt.md
---
name: support/triage
model: reasoner
parameters:
  max_completion_tokens: 800
---
Say what the customer's message is about.
```
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from promptops.catalog import ModelFacts, Origin
from promptops.diagnostics import Severity
from promptops.resources.rejections import quoted
from promptops.rules.answering import Answering, answering
from promptops.rules.contexts import Problem, ProjectContext
from promptops.rules.rule import project_rule

_DEFAULTS: Mapping[str, float] = {"frequency_penalty": 0, "presence_penalty": 0, "temperature": 1, "top_p": 1}
_SAME = frozenset({"max_tokens", "max_completion_tokens", "max_output_tokens"})
"""Names of one limit."""


@project_rule(severity=Severity.ERROR, since="0.1.0")
def unsupported_parameter(context: ProjectContext) -> Iterator[Problem]:
    """Yield a problem for each parameter of a prompt that a model which answers it does not accept."""
    for answer in answering(context.project):
        for name, value in answer.parameters.items() if _refuses_some(answer.facts, answer.parameters) else ():
            known = None if answer.holder.is_computed("parameters", name) else _refused(answer, name, value)
            if known is not None:
                yield _problem(answer, name, *known)


def _refuses_some(facts: ModelFacts, parameters: Mapping[str, Any]) -> bool:
    """Say whether a model is known not to accept every value of some parameters."""
    if facts.accepts is not None:
        return not parameters.keys() <= facts.accepts.value
    return facts.refuses is not None and not parameters.keys().isdisjoint(facts.refuses.value)


def _refused(answer: Answering, name: str, value: Any) -> tuple[str, Origin] | None:
    """Return what takes the place of a parameter that is refused, and who says so; None where it may be accepted."""
    accepts, refuses = answer.facts.accepts, answer.facts.refuses
    if accepts is not None:
        others = sorted(accepts.value & _SAME) if name in _SAME else []
        return None if name in accepts.value else (others[0] if others else "", accepts.origin)
    if refuses is None or name not in refuses.value or _DEFAULTS.get(name) == value:
        return None
    return refuses.value[name], refuses.origin


def _problem(answer: Answering, name: str, instead: str, origin: Origin) -> Problem:
    said = "" if origin.place is not None else f" (says {origin.title}, {origin.as_of})"
    lists = () if origin.place is None else ((origin.place, "the parameters that it accepts"),)
    is_proven = origin.place is not None or not answer.facts.is_assumed
    return Problem(
        f"{answer.who} does not accept {quoted(name)}{said}",
        answer.holder.key("parameters", name),
        f"set {quoted(instead)} in its place" if instead else "leave it out, or use another model",
        ((answer.at, "the model is named here"), *lists),
        f"{answer.user.reference} {answer.model.name}",
        at_most=Severity.ERROR if is_proven else Severity.WARNING,
    )
