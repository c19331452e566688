"""Something that users of a feature have come to rely on changes, and nothing says so.

## What it does
The `known_behaviours` of a feature list what its users rely on, faults among it. Words that such an entry quotes,
between double quotes or backticks, and that a prompt of the feature said and no longer says are an error. Another
model under a part of the feature is a warning, as nobody can know from files which of the behaviours it alters. A
change announces what it alters by changing the entry with it: it says what holds from now on, or takes out what no
longer does.

A behaviour that is added to the list harms nobody. Features that list none are left alone.

## Why is this bad?
Accuracy went up, and those who had built on the old faults were hurt: a report that rounded down was corrected in
three hundred spreadsheets by hand, and is now corrected twice.

## Before
```markdown prompts/reply.prompt.md
---
name: support/reply
---
Answer the customer's question in two sentences. End with "Kind regards, the Kestrel team".
```

```yaml features/chat.yaml
kind: Feature
name: support/chat
parts: [prompt:support/reply]
known_behaviours:
  ending: Mail rules of resellers look for "Kind regards, the Kestrel team".
  no-prices: Never names a price.
```

## Example
```markdown prompts/reply.prompt.md
---
name: support/reply
---
Answer the customer's question in two sentences. End with "Best wishes from Kestrel".
```

```yaml features/chat.yaml
kind: Feature
name: support/chat
parts: [prompt:support/reply]
known_behaviours:
  ending: Mail rules of resellers look for "Kind regards, the Kestrel team".  # error: [unannounced-behaviour-change]
  no-prices: Never names a price.
```

## Near miss
The text changed, and what users rely on still stands in it.

```markdown prompts/reply.prompt.md
---
name: support/reply
---
Answer in three sentences at most. End with "Kind regards, the Kestrel team".
```

## Use instead
Name what the change alters in the list, and tell those who rely on it.

```markdown prompts/reply.prompt.md
---
name: support/reply
---
Answer the customer's question in two sentences. End with "Best wishes from Kestrel".
```

```yaml features/chat.yaml
kind: Feature
name: support/chat
parts: [prompt:support/reply]
known_behaviours:
  ending: Mail rules of resellers look for "Best wishes from Kestrel"; they were told on 2026-10-20.
  no-prices: Never names a price.
```
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from itertools import islice

from promptops.changes.change import Change, Earlier
from promptops.changes.comparison import Comparison
from promptops.changes.judging import wholes_of
from promptops.changes.models.replacements import prompt_of, replaced
from promptops.changes.models.running import Move, moves
from promptops.changes.side import Side
from promptops.diagnostics import Severity
from promptops.resources.entries import Entry
from promptops.resources.rejections import quoted
from promptops.rules.change_contexts import ChangeContext, ChangeProblem
from promptops.rules.rule import change_rule

_KEY = "known_behaviours"
_QUOTED = re.compile(r'"([^"\n]{3,200})"|`([^`\n]{3,200})`|\u201c([^\u201c\u201d\n]{3,200})\u201d')
_MOST_BEHAVIOURS = 100
"""Behaviours of one feature whose quotations are looked for."""
_MOST_QUOTES = 20
"""Quotations of one behaviour that are looked for."""


@change_rule(severity=Severity.ERROR, direction="output", bump="major", since="0.1.0")
def unannounced_behaviour_change(context: ChangeContext) -> Iterator[ChangeProblem]:
    """Yield a problem for each known behaviour, or list of them, that a change alters or may alter without a word."""
    comparison = context.comparison
    for change in comparison.kept("prompt"):
        yield from _unsaid(comparison, change, *(each.entry for each in change.both))
    told: set[tuple[str, str]] = set()
    for move in moves(comparison):
        prompt = prompt_of(comparison.after, move.after)
        for feature in _features(comparison.after, prompt) if prompt is not None and replaced(move) else ():
            key = feature.reference, move.change.reference
            if key not in told and _behaviours(comparison.after, feature) == _as_before(comparison, feature):
                told.add(key)
                yield _unknown(move, feature)


def _features(side: Side, prompt: Entry) -> Iterator[Entry]:
    """Yield the features that a prompt is a part of, by itself or by an agent, and that list behaviours; each once."""
    features = {each.reference: each for each in wholes_of(side, prompt) if each.kind == "feature"}
    return (each for each in features.values() if _behaviours(side, each))


def _behaviours(side: Side, feature: Entry) -> Mapping[str, str]:
    return side.snapshot(feature).data.get(_KEY) or {}


def _as_before(comparison: Comparison, feature: Entry) -> Mapping[str, str]:
    """Return the behaviours that a feature listed at the baseline."""
    named = comparison.before.project.named("feature", feature.name)
    return next((_behaviours(comparison.before, each) for each in named if each.sound), {})


def _unsaid(comparison: Comparison, change: Change, before: Entry, after: Entry) -> Iterator[ChangeProblem]:
    """Yield the behaviours whose words a prompt said at the baseline and no longer says."""
    for feature in _features(comparison.after, after):
        known = _as_before(comparison, feature)
        same = {name: text for name, text in _behaviours(comparison.after, feature).items() if known.get(name) == text}
        quotes = [(name, quote) for name, text in islice(same.items(), _MOST_BEHAVIOURS) for quote in _quotes(text)]
        if quotes:
            old, new = (_text(side, entry) for side, entry in ((comparison.before, before), (comparison.after, after)))
            for name, quote in quotes:
                if quote in old and quote not in new:
                    yield _altered(change, feature, name, quote)


def _quotes(text: str) -> Iterator[str]:
    """Yield the words that a behaviour quotes."""
    for found in islice(_QUOTED.finditer(text), _MOST_QUOTES):
        quote = " ".join((found[1] or found[2] or found[3]).split())
        if quote:
            yield quote


def _text(side: Side, prompt: Entry) -> str:
    """Return all that a prompt says, with single spaces between words."""
    return " ".join(" ".join(passage.text for passage in side.passages(prompt)).split())


def _altered(change: Change, feature: Entry, name: str, quote: str) -> ChangeProblem:
    return ChangeProblem(
        f"the prompt `{change.name}` no longer says {quoted(quote)}, which users of `{feature.name}` rely on"
        f" as {quoted(name)}",
        change,
        feature.at(_KEY, name),
        "keep the words, or say in the list what holds from now on",
        related=((change.was_at("body"), "it said so here"),),
        subject=f"{feature.reference} {name}",
        old=quote,
    )


def _unknown(move: Move, feature: Entry) -> ChangeProblem:
    run, (before, after) = move.after, replaced(move) or (None, None)
    old, new = (each.written if each else "" for each in (before, after))
    return ChangeProblem(
        f"{quoted(new)} answers in `{feature.name}` now, and nothing says which of its known behaviours that alters",
        move.change,
        feature.key(_KEY),
        "say in the list which of them hold, run on the new model, and which no longer do",
        related=((run.at, "the model is named here"), (Earlier(move.before.at), "the model before")),
        subject=feature.reference,
        old=old,
        new=new,
        consumers=(run.consumer(run.user.owner),),
        is_proven=False,
    )
