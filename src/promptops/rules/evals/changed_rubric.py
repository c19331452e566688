"""A judge marks by other words than before, so that scores before and after do not compare.

## What it does
It compares the rubric of an eval, the prompt that its judge is asked with, and the text of that prompt; layout does
not count. Both ways are the same change, so there is no mirror of this rule.

## Why is this bad?
The curve goes up in the week in which the rubric became milder. Baselines, thresholds and the decision on the last
model all rest on marks that nobody would give any more.

## Before
```yaml evals/reply.yaml
kind: Eval
name: support/reply-quality
judge:
  rubric: The reply answers the question, and promises nothing.
thresholds: {judged: 0.9}
```

## Example
```yaml evals/reply.yaml
kind: Eval
name: support/reply-quality
judge:
  rubric: The reply is polite.  # warning: [changed-rubric]
thresholds: {judged: 0.9}
```

## Near miss
The same rubric on two lines.

```yaml evals/reply.yaml
kind: Eval
name: support/reply-quality
judge:
  rubric: >-
    The reply answers the question,
    and promises nothing.
thresholds: {judged: 0.9}
```

## Use instead
Judge by the new rubric in an eval of its own, and keep the old one until both have run on the same answers.

```yaml evals/reply.yaml
kind: Eval
name: support/reply-quality
description: Until reply-politeness has run on the same answers.
judge:
  rubric: The reply answers the question, and promises nothing.
thresholds: {judged: 0.9}
```

```yaml evals/reply-2.yaml
kind: Eval
name: support/reply-politeness
judge:
  rubric: The reply is polite.
thresholds: {judged: 0.9}
```
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from promptops.changes.change import Change, Kept
from promptops.changes.comparison import Comparison
from promptops.changes.snapshot import Snapshot
from promptops.changes.wording.canonical import folded
from promptops.diagnostics import Severity
from promptops.rules.change_contexts import ChangeContext, ChangeProblem
from promptops.rules.rule import change_rule

_ADVICE = "run the eval on the answers of the baseline again, and compare with these marks only"


@change_rule(severity=Severity.WARNING, direction="life", bump="minor", since="0.1.0")
def changed_rubric(context: ChangeContext) -> Iterator[ChangeProblem]:
    """Yield a problem for each eval whose judge has another rubric or prompt, or a prompt with another text."""
    for change in context.comparison.kept("eval"):
        yield from _of_eval(change)
    for change in context.comparison.kept("prompt"):
        yield from _of_prompt(context.comparison, change)


def _of_eval(change: Kept) -> Iterator[ChangeProblem]:
    old, new = (_judge(each) for each in change.both)
    for key in ("rubric", "prompt"):
        before, after = folded(old.get(key) or ""), folded(new.get(key) or "")
        if before and before != after and not change.known.entry.is_computed("judge"):
            told = f"has another {key}" if after else f"has no {key} any more"
            yield ChangeProblem(
                f"the judge of the eval `{change.name}` {told}: marks before and after do not compare",
                change,
                change.at("judge", key),
                _ADVICE,
                related=((change.was_at("judge", key), f"the {key} before"),),
                subject=key,
                old=before,
                new=after,
            )


def _of_prompt(comparison: Comparison, change: Kept) -> Iterator[ChangeProblem]:
    names = _judged_with(comparison, change)
    before, after = (_said(each) if names else {} for each in change.both)
    differing = [keys for keys in {**before, **after} if before.get(keys) != after.get(keys)]
    if differing:
        others = f" and {len(names) - 1} more" if len(names) > 1 else ""
        yield ChangeProblem(
            f"the prompt `{change.name}`, by which `{names[0]}`{others} is judged, says something else:"
            " marks before and after do not compare",
            change,
            change.at(*differing[0]),
            _ADVICE,
            related=((change.was_at(*differing[0]), "the text before"),),
            subject="text",
            old="\n".join(before.values()),
            new="\n".join(after.values()),
        )


def _judged_with(comparison: Comparison, change: Change) -> list[str]:
    """Return the names of the evals whose judge is asked with a prompt."""
    named = comparison.after.referrers("prompt", change.name)
    meant = comparison.after.project.resolve
    prompt = change.known.entry
    return sorted({each.name for each, link in named if link.field == "judge.prompt" and meant(link) is prompt})


def _said(prompt: Snapshot) -> Mapping[tuple[str | int, ...], str]:
    """Return the texts of a prompt by their keys, without those that are computed where another tool runs."""
    return {text.keys: folded(text.text) for text in prompt.texts if not prompt.entry.is_computed(*text.keys)}


def _judge(side: Snapshot) -> Mapping[str, Any]:
    return side.data.get("judge") or {}
