"""Text is gone from a prompt that others rely on.

## Why is this bad?
Nobody is known to need just these words: then it would be an error of another rule. But of all edits of prompts, taking
text away is the one that is most often taken back: in public histories twice as often as others.

## Before
```markdown prompts/reply.prompt.md
---
name: support/reply
version: 1.0.0
lifecycle: stable
---
Answer the customer in two sentences.
Name the order that the question is about.
```

```yaml consumers/chat.yaml
kind: Consumer
name: support/chat
of: prompt:support/reply
source: src/chat.py:12
```

## Example
```markdown prompts/reply.prompt.md
---
name: support/reply  # warning: [removed-text]
version: 1.1.0
lifecycle: stable
---
Answer the customer in two sentences.
```

## Near miss
Nothing is gone: the sentence says it in other words.

```markdown prompts/reply.prompt.md
---
name: support/reply
version: 1.0.1
lifecycle: stable
---
Answer the customer in two sentences.
Name the order number that the question is about.
```

## Use instead
Try the shorter text as an experiment, next to the stable one, before it replaces it.

```markdown prompts/reply-short.prompt.md
---
name: support/reply-short
version: 0.1.0
lifecycle: experimental
---
Answer the customer in two sentences.
```

```markdown prompts/reply.prompt.md
---
name: support/reply
version: 1.0.1
lifecycle: stable
description: The short form of it is tried out as `support/reply-short`.
---
Answer the customer in two sentences.
Name the order that the question is about.
```
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from promptops.changes.change import Change
from promptops.changes.snapshot import Snapshot
from promptops.changes.wording.comparison import SentenceChange
from promptops.changes.wording.sentences import Sentence
from promptops.diagnostics import Severity
from promptops.expectations.finding import Stretch
from promptops.rules.contexts import ChangeContext, ChangeProblem
from promptops.rules.rule import change_rule
from promptops.rules.sentence_notes import MAX_NOTES, changes_between, said_of
from promptops.templates import PromptText

_STABLE = "stable"


@change_rule(severity=Severity.WARNING, direction="text", bump="minor", since="0.1.0")
def removed_text(context: ChangeContext) -> Iterator[ChangeProblem]:
    """Yield a problem for each prompt or fragment that says itself that it is stable and lost a sentence."""
    for change in context.comparison.kept("prompt", "fragment"):
        if change.before is None or change.after is None or change.before.data.get("lifecycle") != _STABLE:
            continue
        gone = [each for text in change.before.texts for each in _gone(text, change.after, _needed(context, change))]
        if gone:
            many = f"{len(gone)} sentences are" if len(gone) > 1 else "a sentence is"
            yield ChangeProblem(
                f"{many} gone from `{change.name}`",
                change,
                change.at("name"),
                "make sure that nobody needs what is gone; an experimental copy can be tried first",
                old="\n".join(each.before.words for each in gone if each.before is not None),
                notes=tuple(map(said_of, gone[:MAX_NOTES])),
            )


def _gone(text: PromptText, after: Snapshot, needed: Sequence[Stretch]) -> Iterator[SentenceChange]:
    """Yield the sentences that a text lost, without those that something is known to need."""
    now = after.text_at(text.keys)
    changes = () if now is None else changes_between(text.text, now.text)
    removed = [each for each in changes if each.kind == "removed"]
    if len(removed) > sum(each.kind == "added" for each in changes):
        yield from (each for each in removed if each.before is not None and not _holds(each.before, needed))


def _needed(context: ChangeContext, change: Change) -> list[Stretch]:
    """Return where words stood of which another rule says that they are needed."""
    return [
        broken.was.stretch for broken in context.reliance.broken if broken.change is change and broken.was is not None
    ]


def _holds(sentence: Sentence, stretches: Sequence[Stretch]) -> bool:
    return any(sentence.start < each.end and each.start < sentence.end for each in stretches)
