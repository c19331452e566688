"""An eval passes with a lower score than before.

## What it does
It compares the `thresholds` of an eval and the `min` of each of its slices; a threshold that is taken out counts as
lowered. The rule `removed-slice` speaks of slices that are gone. The mirror, a raised threshold, stops worse answers,
which is what thresholds are for.

## Why is this bad?
The cheapest way to make an eval pass is to ask for less. Whoever reads "passed" in the next report does not see that
it meant more a month ago.

## Before
```yaml evals/triage.yaml
kind: Eval
name: support/triage-accuracy
thresholds: {accuracy: 0.93}
slices:
  - {name: hard, min: 0.80}
```

## Example
```yaml evals/triage.yaml
kind: Eval
name: support/triage-accuracy
thresholds: {accuracy: 0.90}  # warning: [lowered-threshold]
slices:
  - {name: hard, min: 0.70}  # warning: [lowered-threshold]
```

## Near miss
The same scores, in another order and written otherwise, and a threshold more.

```yaml evals/triage.yaml
kind: Eval
name: support/triage-accuracy
slices:
  - {name: urgent, min: 0.98}
  - {min: 0.8, name: hard}
thresholds: {accuracy: 0.930, recall: 0.9}
```

## Use instead
Put right what the eval found. Where the cases became harder, say so in the eval's description and ask for more
elsewhere.

```yaml evals/triage.yaml
kind: Eval
name: support/triage-accuracy
thresholds: {accuracy: 0.93}
slices:
  - {name: hard, min: 0.85}
```
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from promptops.changes.change import Change
from promptops.changes.snapshot import Snapshot
from promptops.diagnostics import Severity
from promptops.resources.rejections import quoted
from promptops.rules.change_contexts import ChangeContext, ChangeProblem
from promptops.rules.rule import change_rule

Bar = tuple[str, float, tuple[str | int, ...]]
"""What a least score is asked of, in words, the score, and where it stands."""


@change_rule(severity=Severity.WARNING, direction="life", bump="minor", since="0.1.0")
def lowered_threshold(context: ChangeContext) -> Iterator[ChangeProblem]:
    """Yield a problem for each threshold of an eval that is lower than it was, or gone."""
    for change in context.comparison.kept("eval"):
        before, after = change.both
        yield from _lowered(change, _thresholds(before), _thresholds(after), ("thresholds",))
        old, new = _slices(before), _slices(after)
        yield from _lowered(change, {name: old[name] for name in old if name in new}, new, ("slices",))


def _thresholds(side: Snapshot) -> dict[str, Bar]:
    listed: Mapping[str, float] = side.data.get("thresholds") or {}
    return {name: (quoted(name), least, ("thresholds", name)) for name, least in listed.items()}


def _slices(side: Snapshot) -> dict[str, Bar]:
    listed: list[dict[str, Any]] = side.data.get("slices") or []
    return {
        each["name"]: (f"the slice {quoted(each['name'])}", each["min"], ("slices", index, "min"))
        for index, each in enumerate(listed)
    }


def _lowered(
    change: Change, old: Mapping[str, Bar], new: Mapping[str, Bar], above: tuple[str, ...]
) -> Iterator[ChangeProblem]:
    for name, (words, least, was_at) in old.items():
        now = new.get(name)
        if now is not None and now[1] >= least:
            continue
        told = f"has no threshold for {words} any more" if now is None else f"passes with {now[1]:g} for {words}"
        yield ChangeProblem(
            f"the eval `{change.name}` {told}, and asked for {least:g}",
            change,
            change.at(*(above if now is None else now[2])),
            f"ask for {least:g}, and put right what does not reach it",
            related=((change.was_at(*was_at), "the threshold before"),),
            subject=".".join((*above, name)),
            old=f"{least:g}",
            new="" if now is None else f"{now[1]:g}",
        )
