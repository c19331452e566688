"""What something looks for stands in the examples alone, no longer in the text.

## Why is this bad?
It need not be: the model sees the examples, too. But it writes what it is shown less surely than what it is told, and
whoever takes the examples out next breaks what relies on them.

## Before
```markdown prompts/solve.prompt.md
---
name: maths/solve
version: 1.0.0
---
Solve the problem. Close with: The answer is 42.
```

```yaml consumers/parser.yaml
kind: Consumer
name: maths/parser
of: prompt:maths/solve
source: src/parse.py:41
expects:
- pattern: The answer is ([0-9]+)
```

## Example
```markdown prompts/solve.prompt.md
---
name: maths/solve
version: 1.1.0
examples:
- output: Two and two make four. The answer is 4.
---
Solve the problem. Close as in the example.
```

```yaml consumers/parser.yaml
kind: Consumer
name: maths/parser
of: prompt:maths/solve
source: src/parse.py:41
expects:
- pattern: The answer is ([0-9]+)  # info: [shifted-expectation]
```

## Near miss
The text still says it.

```markdown prompts/solve.prompt.md
---
name: maths/solve
version: 1.1.0
examples:
- output: Two and two make four. The answer is 4.
---
Solve the problem. Close with: The answer is 4.
```

## Use instead
Say it in the text as well.

```markdown prompts/solve.prompt.md
---
name: maths/solve
version: 1.1.0
examples:
- output: Two and two make four. The answer is 4.
---
Solve the problem. The last sentence is: The answer is 4.
```
"""

from __future__ import annotations

from collections.abc import Iterator

from promptops.diagnostics import Severity
from promptops.rules.change_contexts import ChangeContext, ChangeProblem
from promptops.rules.rule import change_rule
from promptops.rules.sentence_notes import shortened
from promptops.rules.wording.broken_expectation import consumer_of


@change_rule(severity=Severity.INFO, direction="text", bump="minor", since="0.1.0")
def shifted_expectation(context: ChangeContext) -> Iterator[ChangeProblem]:
    """Yield a problem for each expectation that only the examples meet."""
    for shifted in context.reliance.shifted:
        expectation = shifted.expectation
        start, end = shifted.was.stretch
        words = shortened(shifted.was.passage.text[start:end])
        yield ChangeProblem(
            f"`{words}` stands in the examples of `{shifted.change.name}` alone, no longer in its text",
            shifted.change,
            expectation.at,
            "say it in the text, too, if the model is to go on writing it",
            related=((shifted.was.at, "it stood here"),),
            subject=f"{expectation.consumer}: {expectation.kind}",
            old=expectation.value,
            consumers=(consumer_of(expectation),),
        )
