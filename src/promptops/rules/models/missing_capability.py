"""A prompt or an agent needs something that its model cannot do.

## What it does
It looks at what can be seen from files: tools need `tools`, an output schema needs `json-schema`, and every prompt
needs a model that chats. It compares with the `capabilities` of the model's file. A model whose file lists none is
looked up in the catalogue of public models: what is known to be missing there is a warning, as a catalogue may lag
behind; what it does not say is not held against a model. What a fallback lacks is told by `incompatible-fallback`.

## Why is this bad?
The call is refused, or the tools are never called and the answer is prose that no parser takes.

## Example
```yaml models/chat-small.yaml
kind: Model
name: chat-small
capabilities: [tools]
```

```markdown prompts/triage.prompt.md
---
name: support/triage
model: chat-small
output:
  schema: {type: object, properties: {intent: {type: string}}, required: [intent]}  # error: [missing-capability]
---
Say what the customer's message is about.
```

## Near miss
A file that lists no capabilities leaves open what the model can do.

```yaml models/chat-small.yaml
kind: Model
name: chat-small
```

```markdown prompts/triage.prompt.md
---
name: support/triage
model: chat-small
output:
  schema: {type: object, properties: {intent: {type: string}}, required: [intent]}
---
Say what the customer's message is about.
```

## Use instead
Use a model that can do it, and let its file say so.

```yaml models/chat-large.yaml
kind: Model
name: chat-large
capabilities: [tools, json-schema]
```

```markdown prompts/triage.prompt.md
---
name: support/triage
model: chat-large
output:
  schema: {type: object, properties: {intent: {type: string}}, required: [intent]}
---
Say what the customer's message is about.
```
"""

from __future__ import annotations

from collections.abc import Iterator

from promptops.catalog import Catalog, Origin
from promptops.diagnostics import Severity
from promptops.resources.rejections import quoted
from promptops.rules.answering import Answering, answering
from promptops.rules.capabilities import CHAT, ROOM, Needed, lacked_by, lacking_in, needed_of
from promptops.rules.contexts import Problem, ProjectContext
from promptops.rules.rule import project_rule


@project_rule(severity=Severity.ERROR, since="0.1.0")
def missing_capability(context: ProjectContext) -> Iterator[Problem]:
    """Yield a problem for each capability that is needed and that the model which is named is known not to have."""
    catalog = Catalog.of(context.project)
    poor = {id(model) for model in context.project.of_kind("model") if lacked_by(catalog.facts_of(model))}
    for answer in answering(context.project) if poor else ():
        is_poor = answer.instead_of is None and id(answer.model) in poor
        for needed in needed_of(answer) if is_poor else ():
            origin = lacking_in(answer.facts, needed.name) if needed.name != ROOM else None
            if origin is not None:
                yield _problem(answer, needed, origin)
                if needed.name == CHAT:
                    break


def _problem(answer: Answering, needed: Needed, origin: Origin) -> Problem:
    is_listed = origin.place is not None
    said = "" if is_listed else f" (says {origin.title}, {origin.as_of})"
    lists = () if origin.place is None else ((origin.place, "what it can do"),)
    holder = f"the {answer.holder.kind} {quoted(answer.holder.name)}"
    return Problem(
        f"{holder} {needed.because}, and {answer.who} {needed.lacking}{said}",
        needed.at,
        "use a model that has it, or do without",
        ((answer.at, "the model is named here"), *lists),
        f"{answer.user.reference} {answer.model.name} {needed.name}",
        at_most=Severity.ERROR if is_listed else Severity.WARNING,
    )
