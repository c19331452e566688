"""A text says something else than it did.

## What it does
It shows each sentence that was reworded, added or removed with a word diff, and what about it changed: how strongly it
is said, whether it is denied, a number, the form of the answer, the order of things. It is there to be read in a
review, and never more than an information: no such class of words tells a good change from a bad one.

## Why is this bad?
It need not be. But small words decide what a model does, and a line diff of a long paragraph hides them.

## Before
```markdown prompts/reply.prompt.md
---
name: support/reply
version: 1.0.0
---
You should name the order that the question is about. Answer in at most two sentences.
```

## Example
```markdown prompts/reply.prompt.md
---
name: support/reply
version: 1.1.0
---
You must name the order that the question is about. Answer in at most three sentences.  {# info: [changed-directive] #}
```

## Near miss
Only the layout changes.

```markdown prompts/reply.prompt.md
---
name: support/reply
version: 1.0.1
---
You should name the order that the question is about.
Answer in at most two sentences.
```

## Use instead
There is nothing to do but to read it. Of an experimental prompt it says the same.

```markdown prompts/reply.prompt.md
---
name: support/reply
version: 1.0.1
description: Answers questions about orders.
---
You should name the order that the question is about. Answer in at most two sentences.
```
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from promptops.changes.wording.comparison import SentenceChange, compare
from promptops.diagnostics import Severity
from promptops.rules.change_contexts import ChangeContext, ChangeProblem
from promptops.rules.rule import change_rule
from promptops.rules.sentence_notes import MAX_NOTES, place_of, said_of


@change_rule(severity=Severity.INFO, direction="text", bump="patch", since="0.1.0")
def changed_directive(context: ChangeContext) -> Iterator[ChangeProblem]:
    """Yield one problem for each text of a prompt or fragment in which sentences changed."""
    for change in context.comparison.kept("prompt", "fragment"):
        for before, after in change.texts():
            said = [each for each in compare(before.text, after.text) if each.kind != "format"]
            if said:
                yield ChangeProblem(
                    f"{_counted(said)} in `{change.name}`{_classes(said)}",
                    change,
                    place_of(change, after, (each.after for each in said)),
                    None,
                    subject=".".join(map(str, after.keys)),
                    old=before.text,
                    new=after.text,
                    notes=_notes(said),
                )


def _counted(said: Sequence[SentenceChange]) -> str:
    numbers = Counter(each.kind for each in said)
    (kind, number), *others = sorted(numbers.items())
    first = f"{number} {'sentence' if number == 1 else 'sentences'} {kind}"
    return ", ".join([first, *(f"{number} {kind}" for kind, number in others)])


def _classes(said: Sequence[SentenceChange]) -> str:
    found = sorted({name for each in said for name in each.classes})
    return f" ({', '.join(found)})" if found else ""


def _notes(said: Sequence[SentenceChange]) -> tuple[str, ...]:
    shown = tuple(map(said_of, said[:MAX_NOTES]))
    return shown if len(said) <= MAX_NOTES else (*shown, f"and {len(said) - MAX_NOTES} more")
