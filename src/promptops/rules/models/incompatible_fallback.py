"""A fallback lacks something that its primary has and that a prompt or an agent on the primary needs.

## What it does
It looks at what can be seen from files: an output schema needs `json-schema`, tools need `tools`, and an answer must
fit in `max_output_tokens` and `context_window`. A model whose file says nothing is looked up in the catalogue of public
models, which is a warning. What nobody says is not held against a fallback, and neither is what the primary lacks as
well. Whether it accepts the parameters of a call is a matter of the rule `unsupported-parameter`.

## Why is this bad?
A fallback is called when the primary is down, so what it cannot do shows during an outage, and only then: answers
that no parser takes, or a second error in the place of the first.

## Example
```yaml models/chat-large.yaml
kind: Model
name: chat-large
capabilities: [tools, json-schema]
fallbacks:
  - chat-standby  # error: [incompatible-fallback]
```

```yaml models/chat-standby.yaml
kind: Model
name: chat-standby
capabilities: [tools]
```

```markdown prompts/triage.prompt.md
---
name: support/triage
model: chat-large
output:
  schema: {type: object, properties: {intent: {enum: [order, return]}}, required: [intent]}
---
Say what the customer's message is about.
```

## Near miss
This one lacks tools, which no prompt on the primary calls.

```yaml models/chat-large.yaml
kind: Model
name: chat-large
capabilities: [tools, json-schema]
fallbacks:
  - chat-spare
```

```yaml models/chat-spare.yaml
kind: Model
name: chat-spare
capabilities: [json-schema]
```

```markdown prompts/triage.prompt.md
---
name: support/triage
model: chat-large
output:
  schema: {type: object, properties: {intent: {enum: [order, return]}}, required: [intent]}
---
Say what the customer's message is about.
```

## Use instead
Fall back to a model that can do what the prompts on the primary need, and let its file say so.

```yaml models/chat-large.yaml
kind: Model
name: chat-large
capabilities: [tools, json-schema]
fallbacks:
  - chat-standby
```

```yaml models/chat-standby.yaml
kind: Model
name: chat-standby
capabilities: [tools, json-schema]
```

```markdown prompts/triage.prompt.md
---
name: support/triage
model: chat-large
output:
  schema: {type: object, properties: {intent: {enum: [order, return]}}, required: [intent]}
---
Say what the customer's message is about.
```
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from promptops.catalog import Catalog, ModelFacts, Origin
from promptops.diagnostics import Severity
from promptops.graph.calls import Call, CallGraph
from promptops.resources.rejections import quoted
from promptops.rules.answering import Answering, answering
from promptops.rules.capabilities import Needed, Shortcoming, lacking_in, needed_of
from promptops.rules.contexts import Problem, ProjectContext
from promptops.rules.rule import project_rule


class _Lack(NamedTuple):
    """Something that a prompt or agent needs and a fallback lacks, and who says so."""

    answer: Answering
    needed: Needed
    origin: Origin


@project_rule(severity=Severity.ERROR, since="0.1.0")
def incompatible_fallback(context: ProjectContext) -> Iterator[Problem]:
    """Yield a problem for each thing that is needed of a primary and that a fallback of it is known not to have."""
    if not any('"fallbacks"' in model.data for model in context.project.of_kind("model")):
        return
    graph = CallGraph.of(context.project)
    found: dict[tuple[int, int, str], list[_Lack]] = {}
    for lack in _lacks(context):
        if lack.answer.instead_of is not None:
            key = id(lack.answer.instead_of), id(lack.answer.model), lack.needed.name
            found.setdefault(key, []).append(lack)
    for lacks in found.values():
        answer = lacks[0].answer
        calls = graph.fallbacks_of(answer.instead_of) if answer.instead_of else ()
        yield _problem(next(call for call in calls if call.target is answer.model), lacks)


def _lacks(context: ProjectContext) -> Iterator[_Lack]:
    """Yield what fallbacks lack of what is needed, and their primaries do not."""
    catalog, known = Catalog.of(context.project), dict[tuple[int, int], tuple[ModelFacts, Shortcoming]]()
    for answer in answering(context.project):
        if answer.instead_of is None:
            continue
        pair = id(answer.model), id(answer.instead_of)
        if pair not in known:
            facts = catalog.facts_of(answer.instead_of)
            known[pair] = facts, Shortcoming.of(answer.facts, facts)
        primary, shortcoming = known[pair]
        for needed in needed_of(answer) if shortcoming.may_matter(answer) else ():
            origin = lacking_in(answer.facts, needed.name, needed.tokens)
            if origin is not None and lacking_in(primary, needed.name, needed.tokens) is None:
                yield _Lack(answer, needed, origin)


def _problem(call: Call, lacks: list[_Lack]) -> Problem:
    answer, needed, origin = lacks[0]
    holder, others = answer.holder, len({id(lack.answer.holder) for lack in lacks}) - 1
    said = "" if origin.place is not None else f" (says {origin.title}, {origin.as_of})"
    more = f", as {others:,} more do" if others else ""
    message = (
        f"the fallback {quoted(call.target.name)} of {quoted(call.source.name)} {needed.lacking}{said};"
        f" the {holder.kind} {quoted(holder.name)} {needed.because}{more}"
    )
    lists = () if origin.place is None else ((origin.place, "what it can do"),)
    return Problem(
        message,
        call.at,
        f"fall back to a model that has what {quoted(call.source.name)} has, or to none",
        ((needed.at, "it is needed here"), *lists),
        f"{call.target.name} {needed.name}",
        at_most=Severity.WARNING if origin.place is None else Severity.ERROR,
    )
