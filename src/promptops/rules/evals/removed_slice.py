"""A part of the cases that was judged by itself no longer is.

## What it does
A dataset that drops a slice for which an eval still asks a score is an error: there is nothing left to reach it. An
eval that no longer asks a score of a slice is a warning. The mirror, a slice more, judges more than before.

## Why is this bad?
The average hides the cases that hurt. The slice was there because a change once raised the one and ruined the other.

## Before
```yaml datasets/triage.yaml
kind: Dataset
name: support/triage-cases
slices: [hard, urgent]
```

```yaml evals/triage.yaml
kind: Eval
name: support/triage-accuracy
dataset: support/triage-cases
slices:
  - {name: hard, min: 0.80}
```

## Example
```yaml datasets/triage.yaml
kind: Dataset
name: support/triage-cases
slices: [urgent]
```

```yaml evals/triage.yaml
kind: Eval
name: support/triage-accuracy
dataset: support/triage-cases
slices:
  - {name: hard, min: 0.80}  # error: [removed-slice]
```

## Near miss
The slice that goes is one for which no eval asks a score.

```yaml datasets/triage.yaml
kind: Dataset
name: support/triage-cases
slices: [hard]
```

## Use instead
Add the cases that are missing to the slice, and keep its score.

```yaml datasets/triage.yaml
kind: Dataset
name: support/triage-cases
description: The slice `hard` has the complaints of October as well.
slices: [hard, urgent]
```
"""

from __future__ import annotations

from collections.abc import Iterator

from promptops.changes.change import Earlier, Kept
from promptops.changes.comparison import Comparison
from promptops.diagnostics import Severity
from promptops.resources.rejections import quoted
from promptops.rules.change_contexts import ChangeContext, ChangeProblem
from promptops.rules.rule import change_rule


@change_rule(severity=Severity.ERROR, direction="life", bump="minor", since="0.1.0")
def removed_slice(context: ChangeContext) -> Iterator[ChangeProblem]:
    """Yield a problem for each slice that an eval asks for and its dataset lost, and for each that an eval dropped."""
    for change in context.comparison.kept("dataset"):
        yield from _without_cases(context.comparison, change)
    for change in context.comparison.kept("eval"):
        yield from _unjudged(change)


def _without_cases(comparison: Comparison, change: Kept) -> Iterator[ChangeProblem]:
    before, after = change.both
    lost = frozenset(before.data.get("slices") or ()) - frozenset(after.data.get("slices") or ())
    for entry, link in comparison.after.referrers("dataset", change.name) if lost else ():
        if link.field != "dataset" or comparison.after.project.resolve(link) is not after.entry:
            continue
        for index, each in enumerate(comparison.after.snapshot(entry).data.get("slices") or ()):
            if each["name"] in lost:
                yield ChangeProblem(
                    f"the dataset `{change.name}` has no slice {quoted(each['name'])} any more,"
                    f" of which `{entry.name}` asks {each['min']:g}",
                    change,
                    entry.at("slices", index, "name"),
                    "keep the slice, or take it out of the eval as well",
                    related=((Earlier(before.entry.key("slices")), "it was a slice of the dataset here"),),
                    subject=f"{entry.reference} {each['name']}",
                    old=each["name"],
                )


def _unjudged(change: Kept) -> Iterator[ChangeProblem]:
    old, new = (
        {each["name"]: index for index, each in enumerate(side.data.get("slices") or ())} for side in change.both
    )
    for name, index in old.items():
        if name not in new:
            yield ChangeProblem(
                f"the eval `{change.name}` no longer asks a score of the slice {quoted(name)}",
                change,
                change.known.entry.key("slices"),
                "keep the slice with its score",
                related=((change.was_at("slices", index), "it asked for one here"),),
                subject=name,
                old=name,
                is_proven=False,
            )
