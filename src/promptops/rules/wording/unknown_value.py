"""A list of values in a prompt has one more, which the code that reads the answers does not know.

## What it does
It looks at lists from which an answer is to choose, as in `one of: billing, technical, other`, and at source code that
names the prompt. Where the code knew every value of the list before, as keys of a dictionary, members of an
enumeration, comparisons or alternatives of a pattern, and the list has another value now that stands nowhere in that
file, it names the first of those that it knows. What a value is called otherwise is `broken-expectation`.

## Why is this bad?
The model picks the new value on the first day. The code looks it up, finds nothing, and raises an error, or does what
it does with answers that make no sense.

It is a warning: the code may have a way for what it does not know.

## Before
```markdown prompts/triage.prompt.md
---
name: support/triage
version: 1.0.0
---
Say which team the ticket is for, as one of: billing, technical, other. Write nothing else.
```

```python app/route.py
PROMPT = load_prompt("support/triage")
QUEUES = {"billing": 1, "technical": 2, "other": 3}
```

## Example
```markdown prompts/triage.prompt.md
---
name: support/triage
version: 1.1.0
---
Say which team the ticket is for, as one of: billing, technical, refunds, other. Write nothing else.
```

```python app/route.py
PROMPT = load_prompt("support/triage")
QUEUES = {"billing": 1, "technical": 2, "other": 3}  # warning: [unknown-value]
```

## Near miss
A list of something else has one more item, of which the code does not know all.

```markdown prompts/triage.prompt.md
---
name: support/triage
version: 1.1.0
---
Say which team the ticket is for, as one of: billing, technical, other. Write nothing else.
It may be written in English, Dutch or German.
```

## Use instead
Teach the code the value first, or together with the prompt.

```markdown prompts/triage.prompt.md
---
name: support/triage
version: 1.1.0
---
Say which team the ticket is for, as one of: billing, technical, refunds, other. Write nothing else.
```

```python app/route.py
PROMPT = load_prompt("support/triage")
QUEUES = {"billing": 1, "technical": 2, "refunds": 4, "other": 3}
```
"""

from __future__ import annotations

from collections.abc import Iterator

from promptops.diagnostics import Severity
from promptops.resources.entries import Place
from promptops.rules.change_contexts import ChangeContext, ChangeProblem
from promptops.rules.rule import change_rule
from promptops.rules.sentence_notes import shortened
from promptops.rules.wording.broken_expectation import consumer_of


@change_rule(severity=Severity.WARNING, direction="output", bump="minor", since="0.1.0")
def unknown_value(context: ChangeContext) -> Iterator[ChangeProblem]:
    """Yield a problem for each value that a list has anew, in each file that knew the list and does not know it."""
    for unknown in context.reliance.unknown:
        expectation, said = unknown.expectation, unknown.said
        value = shortened(expectation.value)
        at: Place = said.passage.at(*said.stretch)
        yield ChangeProblem(
            f"`{unknown.change.name}` lists `{value}` now, which `{expectation.consumer}` {expectation.evidence}",
            unknown.change,
            expectation.at,
            f"let the code know `{value}`, or say there what happens to a value that it does not know",
            related=((at, "it is listed here"),),
            subject=f"{expectation.consumer}: {expectation.value}",
            new=expectation.value,
            consumers=(consumer_of(expectation),),
            is_proven=False,
        )
