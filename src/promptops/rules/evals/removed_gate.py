"""A rollout goes on without an eval that it had to pass.

## What it does
Stages are told apart by whom they reach: their share of sessions and their cohort. A gate is lost when its stage no
longer names it, and when its stage is gone and no other one names it. An eval that is gone takes every gate with it
that still names it. A rollout that is gone as a whole is over. The mirror, a gate more, holds a rollout back, which
is what gates are for.

## Why is this bad?
The gate is what kept a bad change with the first one in a hundred. Gates are taken out on the day on which they do
not pass.

## Before
```yaml rollouts/reply.yaml
kind: Rollout
name: support/reply
target: prompt:support/reply
stages:
  - {percent: 5, soak_days: 3, gates: [support/quality, support/end-to-end]}
  - {percent: 100, soak_days: 14, gates: [support/quality]}
```

```markdown prompts/reply.prompt.md
---
name: support/reply
---
Answer the customer's question in two sentences.
```

```yaml evals/quality.yaml
kind: Eval
name: support/quality
subjects: [prompt:support/reply]
---
kind: Eval
name: support/end-to-end
subjects: [prompt:support/reply]
```

## Example
```yaml rollouts/reply.yaml
kind: Rollout
name: support/reply
target: prompt:support/reply
stages:
  - {percent: 5, soak_days: 3, gates: [support/quality]}  # error: [removed-gate]
  - {percent: 100, soak_days: 14, gates: [support/quality]}
```

## Near miss
A stage more, with the same gates.

```yaml rollouts/reply.yaml
kind: Rollout
name: support/reply
target: prompt:support/reply
stages:
  - {percent: 5, soak_days: 3, gates: [support/end-to-end, support/quality]}
  - {percent: 25, soak_days: 7, gates: [support/end-to-end]}
  - {percent: 100, soak_days: 14, gates: [support/quality]}
```

## Use instead
Put the eval that does not pass right, and wait with the rollout until it is.

```yaml rollouts/reply.yaml
kind: Rollout
name: support/reply
target: prompt:support/reply
stages:
  - {percent: 5, soak_days: 10, gates: [support/quality, support/end-to-end]}
  - {percent: 100, soak_days: 14, gates: [support/quality]}
```
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import zip_longest
from typing import Any, NamedTuple

from promptops.canonical import canonical_json
from promptops.changes.change import Change, Where
from promptops.changes.snapshot import Snapshot
from promptops.diagnostics import Severity
from promptops.rules.change_contexts import ChangeContext, ChangeProblem
from promptops.rules.rule import change_rule

_FIELD = "stages.gates"


class _Stage(NamedTuple):
    number: int
    reach: str
    words: str
    gates: frozenset[str]


@change_rule(severity=Severity.ERROR, direction="life", bump="minor", since="0.1.0")
def removed_gate(context: ChangeContext) -> Iterator[ChangeProblem]:
    """Yield a problem for each eval that a rollout, or a stage of it, had to pass and no longer has to."""
    comparison = context.comparison
    for rollout in comparison.kept("rollout"):
        yield from _lost(rollout, *map(_stages, rollout.both))
    for change in comparison.of_kind("eval"):
        for entry, link in comparison.after.referrers("eval", change.name) if change.status == "removed" else ():
            if link.field == _FIELD and comparison.after.project.resolve(link) is None:
                yield ChangeProblem(
                    f"the rollout `{entry.name}` is gated by the eval `{change.name}`, which is gone",
                    change,
                    entry.at_link(link),
                    "keep the eval, or gate with one that judges the same",
                    related=((change.was_at(), "the eval stood here"),),
                    subject=entry.reference,
                    old=change.name,
                )


def _stages(rollout: Snapshot) -> tuple[_Stage, ...]:
    gates: dict[object, set[str]] = {}
    for link in rollout.entry.links:
        if link.field == _FIELD:
            gates.setdefault(link.keys[1], set()).add(link.name)
    return tuple(
        _Stage(index, *_reach(stage), frozenset(gates.get(index, ())))
        for index, stage in enumerate(rollout.data.get("stages") or ())
    )


def _reach(stage: Mapping[str, Any]) -> tuple[str, str]:
    """Return whom a stage reaches, as what tells stages apart and in words."""
    percent, cohort = stage.get("percent"), stage.get("cohort")
    parts = ([] if percent is None else [f"{percent:g} %"]) + ([] if cohort is None else [_cohort(cohort)])
    return canonical_json([percent, cohort]), " of ".join(parts) or "everyone"


def _cohort(cohort: Mapping[str, Any]) -> str:
    return f"`{', '.join(text for condition in cohort.values() for text in _in_words(condition))}`"


def _in_words(condition: Mapping[str, Any]) -> Iterator[str]:
    """Yield the values that an attribute may have, and its other conditions in words."""
    for name, operand in condition.items():
        values = [str(value) for value in (operand if isinstance(operand, list) else [operand])]
        if name == "in":
            yield from values
        else:
            yield f"{name.replace('_', ' ')} {' or '.join(values)}"


def _lost(change: Change, old: tuple[_Stage, ...], new: tuple[_Stage, ...]) -> Iterator[ChangeProblem]:
    left = frozenset(gate for stage in new for gate in stage.gates)
    for before, after in _paired(old, new):
        lost = before.gates - (left if after is None else after.gates)
        for gate in sorted(lost):
            at = change.known.entry.key("stages") if after is None else change.at("stages", after.number, "gates")
            yield _problem(change, before, gate, at, is_gone=after is None)


def _paired(old: tuple[_Stage, ...], new: tuple[_Stage, ...]) -> Iterator[tuple[_Stage, _Stage | None]]:
    """Pair the stages that reach the same, then those that are left, in their order if they are as many."""
    waiting: dict[str, list[_Stage]] = {}
    for stage in reversed(new):
        waiting.setdefault(stage.reach, []).append(stage)
    alone = []
    for stage in old:
        same = waiting.get(stage.reach)
        if same:
            yield stage, same.pop()
        else:
            alone.append(stage)
    come = sorted((stage for stages in waiting.values() for stage in stages), key=lambda stage: stage.number)
    others = come if len(come) == len(alone) else []
    yield from zip_longest(alone, others)


def _problem(change: Change, before: _Stage, gate: str, at: Where, *, is_gone: bool) -> ChangeProblem:
    stage = f"the stage for {before.words}"
    told = f"{stage} is gone, and with it the gate `{gate}`" if is_gone else f"{stage} no longer has to pass `{gate}`"
    return ChangeProblem(
        f"in the rollout `{change.name}`, {told}",
        change,
        at,
        "keep the gate, and put right what does not pass it",
        related=((change.was_at("stages", before.number, "gates"), "it was a gate here"),),
        subject=f"{before.reach} {gate}",
        old=gate,
    )
