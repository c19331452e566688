"""A text and what looks for it changed together.

## Why is this bad?
It need not be: this is how such a change ought to be made. But a bundle ships apart from the code that uses it, and
answers that were written before are read after: until both are out everywhere, one of them meets the other's past.

## Before
```markdown prompts/reply.prompt.md
---
name: support/reply
version: 1.0.0
---
Decide whether the customer gets a refund. End with `VERDICT: PASS` or `VERDICT: FAIL`.
```

```yaml consumers/parser.yaml
kind: Consumer
name: support/parser
of: prompt:support/reply
source: src/parse.py:41
expects:
- label: "VERDICT:"
```

## Example
```markdown prompts/reply.prompt.md
---
name: support/reply
version: 2.0.0
---
Decide whether the customer gets a refund. End with `DECISION: OK` or `DECISION: KO`.
```

```yaml consumers/parser.yaml
kind: Consumer
name: support/parser
of: prompt:support/reply
source: src/parse.py:41
expects:
- label: "DECISION:"  # info: [moved-expectation]
```

## Near miss
The parser looks for one thing more, and the text stays as it is.

```yaml consumers/parser.yaml
kind: Consumer
name: support/parser
of: prompt:support/reply
source: src/parse.py:41
expects:
- label: "VERDICT:"
- label: PASS
```

## Use instead
Let the parser know both, and take the old one away when no old answer can come any more.

```yaml consumers/parser.yaml
kind: Consumer
name: support/parser
of: prompt:support/reply
source: src/parse.py:41
expects:
- label: "VERDICT:"
- label: "DECISION:"
```
"""

from __future__ import annotations

from collections.abc import Iterator

from promptops.diagnostics import Severity
from promptops.rules.change_contexts import ChangeContext, ChangeProblem
from promptops.rules.rule import change_rule
from promptops.rules.sentence_notes import fate_of, shortened
from promptops.rules.wording.broken_expectation import consumer_of


@change_rule(severity=Severity.INFO, direction="text", bump="major", since="0.1.0")
def moved_expectation(context: ChangeContext) -> Iterator[ChangeProblem]:
    """Yield a problem for each declared expectation that has another value, as the text has."""
    for moved in context.reliance.moved:
        expectation = moved.expectation
        old, new = shortened(moved.value), shortened(expectation.value)
        yield ChangeProblem(
            f"`{moved.change.name}` says `{new}` where it said `{old}`, and `{expectation.consumer}` changed with it",
            moved.change,
            expectation.at,
            "make sure that nothing meets the old words any more, or let both be known for a while",
            related=((moved.was.at, "it stood here"),),
            subject=f"{expectation.consumer}: {expectation.kind}",
            old=moved.value,
            new=expectation.value,
            consumers=(consumer_of(expectation),),
            notes=fate_of(moved.was, moved.change),
        )
