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

from collections.abc import Iterator, Mapping, Sequence

from promptops.changes.reliance import Held, Reliance
from promptops.changes.wording.comparison import SentenceChange, compare
from promptops.changes.wording.sentences import Sentence
from promptops.diagnostics import Severity
from promptops.expectations.finding import Stretch
from promptops.rules.change_contexts import ChangeContext, ChangeProblem
from promptops.rules.rule import change_rule
from promptops.rules.sentence_notes import MAX_NOTES, said_of
from promptops.templates import PromptText


@change_rule(severity=Severity.WARNING, direction="text", bump="minor", since="0.1.0")
def removed_text(context: ChangeContext) -> Iterator[ChangeProblem]:
    """Yield a problem for each prompt or fragment that says itself that it is stable and lost a sentence."""
    known = _needed(context.reliance)
    for change in context.comparison.kept("prompt", "fragment"):
        if not change.before.promises_stability:
            continue
        needed = known.get(id(change), ())
        gone = [each for before, after in change.texts() for each in _gone(before, after, needed)]
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


def _gone(before: PromptText, after: PromptText, needed: Sequence[Held]) -> Iterator[SentenceChange]:
    """Yield the sentences that a text lost, without those that something is known to need."""
    changes = compare(before.text, after.text)
    removed = [each for each in changes if each.kind == "removed"]
    if len(removed) > sum(each.kind == "added" for each in changes):
        stretches = [each.stretch for each in needed if each.passage.keys == before.keys]
        yield from (each for each in removed if each.before is not None and not _holds(each.before, stretches))


def _needed(reliance: Reliance) -> Mapping[int, Sequence[Held]]:
    """Return the words of which another rule says that they are needed, by the `id` of the change that took them."""
    found: dict[int, list[Held]] = {}
    for broken in reliance.broken:
        if broken.was is not None:
            found.setdefault(id(broken.change), []).append(broken.was)
    return found


def _holds(sentence: Sentence, stretches: Sequence[Stretch]) -> bool:
    return any(sentence.start < each.end and each.start < sentence.end for each in stretches)
