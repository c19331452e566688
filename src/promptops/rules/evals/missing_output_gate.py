"""A rollout moves a prompt to another model, and no gate of it looks whether answers still fit the output schema.

## What it does
It looks at prompts with an output schema whose model changed, and at the rollouts of the prompt, of its agents and
features, and of the model. One of their gates must assert `conforms: output` of the prompt, or of an agent that
follows it. A change that no rollout carries is told by the rule `unevaluated-pair`. A gate that is taken out later is
told by the rule `removed-gate`.

## Why is this bad?
A new model wrote `exec_summary` where the old one had written `summary`. The canary watched latency, errors and a
score for style, and all of them were well.

## Before
```yaml models/chat-large.yaml
kind: Model
name: chat-large
id: meridian-large-2026-02-03
```

```markdown prompts/digest.prompt.md
---
name: reports/digest
model: chat-large
output:
  schema: {type: object, properties: {summary: {type: string}}, required: [summary]}
---
Sum up the report in three sentences, as a JSON object.
```

```yaml evals/digest.yaml
kind: Eval
name: reports/digest-style
subjects: [prompt:reports/digest]
thresholds: {judged: 0.9}
```

```yaml rollouts/digest.yaml
kind: Rollout
name: reports/digest
target: prompt:reports/digest
stages:
  - {percent: 5, gates: [reports/digest-style]}
```

## Example
```yaml models/chat-large.yaml
kind: Model
name: chat-large
id: meridian-large-2026-08-14
```

```yaml rollouts/digest.yaml
kind: Rollout
name: reports/digest
target: prompt:reports/digest
stages:  # error: [missing-output-gate]
  - {percent: 5, gates: [reports/digest-style]}
```

## Near miss
The model's price changed, and not the model.

```yaml models/chat-large.yaml
kind: Model
name: chat-large
id: meridian-large-2026-02-03
price: {input: 1.90, output: 7.60}
```

## Use instead
Let a gate assert that every answer fits the schema.

```yaml models/chat-large.yaml
kind: Model
name: chat-large
id: meridian-large-2026-08-14
```

```yaml evals/digest.yaml
kind: Eval
name: reports/digest-style
subjects: [prompt:reports/digest]
asserts:
  - conforms: output
thresholds: {judged: 0.9}
```
"""

from __future__ import annotations

from collections.abc import Iterator

from promptops.changes.judging import evals_of, gates_of, rollouts_of, wholes_of
from promptops.changes.models.replacements import prompt_of, replaced
from promptops.changes.models.running import Move, moves
from promptops.changes.side import Side
from promptops.diagnostics import Severity
from promptops.resources.entries import Entry
from promptops.resources.rejections import quoted
from promptops.rules.change_contexts import ChangeContext, ChangeProblem
from promptops.rules.rule import change_rule


class _Rollouts:
    """The rollouts of one side, each looked up once by what it rolls out, and its gates once."""

    def __init__(self, side: Side) -> None:
        self._side = side
        self._of: dict[str, tuple[Entry, ...]] = {}
        self._gates: dict[str, frozenset[str]] = {}

    def of(self, target: Entry) -> tuple[Entry, ...]:
        """Return the rollouts of something."""
        key = target.reference
        if key not in self._of:
            self._of[key] = tuple(rollouts_of(self._side, target))
        return self._of[key]

    def gates(self, rollout: Entry) -> frozenset[str]:
        """Return the references of the evals that a rollout must pass."""
        key = rollout.reference
        if key not in self._gates:
            self._gates[key] = frozenset(gate.reference for gate in gates_of(self._side, rollout))
        return self._gates[key]


@change_rule(severity=Severity.ERROR, direction="run", bump="minor", since="0.1.0")
def missing_output_gate(context: ChangeContext) -> Iterator[ChangeProblem]:
    """Yield a problem for each prompt with an output schema that a rollout moves to another model unwatched."""
    side = context.comparison.after
    rollouts = _Rollouts(side)
    met: set[tuple[str, str]] = set()
    for move in moves(context.comparison):
        prompt = prompt_of(side, move.after)
        if prompt is None or replaced(move) is None or not _has_schema(side, prompt):
            continue
        wholes, model = tuple(wholes_of(side, prompt)), move.after.model
        for target in (*wholes, *(() if model is None else (model.entry,))):
            for rollout in rollouts.of(target):
                key = rollout.reference, prompt.reference
                if key not in met and not _are_watched(side, rollouts.gates(rollout), wholes):
                    yield _problem(move, rollout, prompt)
                met.add(key)


def _has_schema(side: Side, prompt: Entry) -> bool:
    return bool((side.snapshot(prompt).data.get("output") or {}).get("schema"))


def _are_watched(side: Side, gates: frozenset[str], wholes: tuple[Entry, ...]) -> bool:
    """Say whether one of some gates asserts that answers fit the schema: of the prompt, or of an agent with it."""
    answering = (each for each in wholes if each.kind != "feature")
    judging = (each for subject in answering for each in evals_of(side, subject) if each.reference in gates)
    return any(item.get("conforms") for each in judging for item in side.snapshot(each).data.get("asserts") or ())


def _problem(move: Move, rollout: Entry, prompt: Entry) -> ChangeProblem:
    run, (before, after) = move.after, replaced(move) or (None, None)
    old, new = (each.written if each else "" for each in (before, after))
    return ChangeProblem(
        f"the rollout `{rollout.name}` moves the prompt `{prompt.name}` to {quoted(new)}, and no gate of it asserts"
        " that answers conform to the output schema",
        move.change,
        rollout.key("stages"),
        f"gate with an eval of `prompt:{prompt.name}` that asserts `conforms: output`",
        related=((run.at, "it runs on the model here"),),
        subject=f"{rollout.reference} {prompt.reference}",
        old=old,
        new=new,
        consumers=(run.consumer(run.user.owner),),
    )
