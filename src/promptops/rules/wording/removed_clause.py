"""A prompt no longer says what its contract promises.

## Why is this bad?
The clauses of a contract are the words that others were told they may rely on. Whoever rewords one has changed the
contract, whatever the intention.

## Before
```markdown prompts/reply.prompt.md
---
name: support/reply
version: 1.0.0
contract:
  table: Answer in exactly one table
---
List the orders. Answer in exactly one table.
```

```yaml consumers/parser.yaml
kind: Consumer
name: support/parser
of: prompt:support/reply
source: src/parse.py:41
```

## Example
```markdown prompts/reply.prompt.md
---
name: support/reply
version: 2.0.0
contract:
  table: Answer in exactly one table  # error: [removed-clause]
---
List the orders. Answer in a clear table.
```

## Near miss
A line break changes nothing.

```markdown prompts/reply.prompt.md
---
name: support/reply
version: 1.0.1
contract:
  table: Answer in exactly one table
---
List the orders. Answer in exactly
one table.
```

## Use instead
Keep the words of the clause, and say what is new beside them.

```markdown prompts/reply.prompt.md
---
name: support/reply
version: 1.1.0
contract:
  table: Answer in exactly one table
---
List the orders. Answer in exactly one table. It has no more than five rows.
```
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from promptops.changes.change import Kept
from promptops.changes.wording.clauses import clause_holds
from promptops.changes.wording.comparison import compare
from promptops.diagnostics import Severity
from promptops.rules.change_contexts import ChangeContext, ChangeProblem
from promptops.rules.rule import change_rule
from promptops.rules.sentence_notes import said_of, shortened


@change_rule(severity=Severity.ERROR, direction="text", bump="major", since="0.1.0")
def removed_clause(context: ChangeContext) -> Iterator[ChangeProblem]:
    """Yield a problem for each clause that held and no longer does, or is no longer promised."""
    for change in context.comparison.kept("prompt"):
        old, new = _clauses(change.before.data), _clauses(change.after.data)
        had = [passage.text for passage in context.comparison.before.passages(change.before.entry)]
        has = [passage.text for passage in context.comparison.after.passages(change.after.entry)]
        for name, words in old.items():
            held = any(clause_holds(words, text) for text in had)
            if held and not any(clause_holds(words, text) for text in has):
                yield _problem(change, name, words, is_promised=name in new)


def _clauses(data: Mapping[str, Any]) -> Mapping[str, str]:
    contract = data.get("contract")
    return {name: str(words) for name, words in contract.items()} if isinstance(contract, dict) else {}


def _problem(change: Kept, name: str, words: str, *, is_promised: bool) -> ChangeProblem:
    return ChangeProblem(
        f"the clause `{name}` no longer stands in the text: `{shortened(words)}`",
        change,
        change.at("contract", name) if is_promised else change.at("name"),
        "keep its words; where it has to go, give a new major version beside the old one",
        related=((change.was_at("contract", name), "it was promised here"),),
        subject=name,
        old=words,
        notes=_fate(change, words),
    )


def _fate(change: Kept, words: str) -> tuple[str, ...]:
    """Return what became of the sentences that held the clause, or a part of it."""
    notes: list[str] = []
    for before, after in change.texts():
        changes = compare(before.text, after.text)
        held = (each for each in changes if each.before is not None and clause_holds(words, each.before.plain))
        notes.extend(map(said_of, held))
    return tuple(notes)
