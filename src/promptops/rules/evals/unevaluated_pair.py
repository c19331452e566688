"""A prompt and the snapshot of the model that it runs on are a new pair, which no eval has judged.

## What it does
The pair is new when another model, or another snapshot, answers the prompt, or when the prompt got another major or
minor version. It is judged when an eval whose subject is the prompt, an agent that follows it or a feature with
either of them is new, or changed together with it: in the file itself or in the results that its `evidence` names.

It says nothing where evals of the prompt exist and none of them names evidence: their results are kept elsewhere. Nor
does it speak of a patch of the prompt, of prompts in the formats of other tools, or of a version before any eval had
evidence. An eval that is missing for a pair that did not change is no matter of the change.

## Why is this bad?
Neither a prompt nor a model is good by itself. A prompt that was frozen at its best version is another one under the
next snapshot, and the evidence beside it is about a pair that nobody runs any more.

## Before
```yaml models/chat-large.yaml
kind: Model
name: chat-large
id: meridian-large-2026-02-03
```

```markdown prompts/reply.prompt.md
---
name: support/reply
model: chat-large
tuned_for: meridian-large-2026-02-03
---
Answer the customer's question in two sentences.
```

```yaml evals/reply.yaml
kind: Eval
name: support/reply-quality
subjects: [prompt:support/reply]
evidence: reply.results.json
```

```json evals/reply.results.json
{"score": 0.94}
```

## Example
```yaml models/chat-large.yaml
kind: Model
name: chat-large
id: meridian-large-2026-08-14
```

```markdown prompts/reply.prompt.md
---
name: support/reply
model: chat-large  # warning: [unevaluated-pair]
tuned_for: meridian-large-2026-02-03
---
Answer the customer's question in two sentences.
```

## Near miss
The same model behind another price.

```yaml models/chat-large.yaml
kind: Model
name: chat-large
id: meridian-large-2026-02-03
price: {input: 1.90, output: 7.60}
```

## Use instead
Run the evals on the new pair, and commit their results with the change.

```yaml models/chat-large.yaml
kind: Model
name: chat-large
id: meridian-large-2026-08-14
```

```markdown prompts/reply.prompt.md
---
name: support/reply
model: chat-large
tuned_for: meridian-large-2026-08-14
---
Answer the customer's question in two sentences.
```

```json evals/reply.results.json
{"score": 0.95}
```
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from promptops.changes.change import Earlier, Where
from promptops.changes.comparison import Comparison
from promptops.changes.judging import evals_of, wholes_of
from promptops.changes.models.replacements import prompt_of, replaced
from promptops.changes.models.running import Move, moves
from promptops.diagnostics import Severity
from promptops.resources.entries import Entry
from promptops.resources.rejections import enumerated, quoted
from promptops.rules.change_contexts import ChangeContext, ChangeProblem
from promptops.rules.rule import change_rule

_NAMED = 3
"""Prompts and agents that a message names; more are counted."""


class _Difference(NamedTuple):
    """What makes a pair a new one: in words, before and after, and where it stands."""

    verb: str
    words: str
    old: str
    new: str
    at: Where
    was_at: Where
    is_model: bool


class _Pair(NamedTuple):
    """A new pair of a prompt, or of the agent that runs it, and a snapshot.

    `missing` is what is missing for one such pair, and for several, in words.
    """

    move: Move
    prompt: Entry
    difference: _Difference
    missing: tuple[str, str]

    @property
    def where(self) -> tuple[object, ...]:
        """Return what pairs have in common that one line has made."""
        found = self.difference
        return self.move.change.known.entry.identity, found.words, found.old, found.is_model, self.missing


@change_rule(severity=Severity.WARNING, direction="run", bump="minor", since="0.1.0")
def unevaluated_pair(context: ChangeContext) -> Iterator[ChangeProblem]:
    """Yield a problem for each line that makes new pairs of prompts and a snapshot for which there is no evidence."""
    together: dict[tuple[object, ...], list[_Pair]] = {}
    for pair in _new_pairs(context.comparison):
        together.setdefault(pair.where, []).append(pair)
    for pairs in together.values():
        yield _problem(context.comparison, pairs)


def _new_pairs(comparison: Comparison) -> Iterator[_Pair]:
    for move in moves(comparison):
        prompt = prompt_of(comparison.after, move.after)
        if prompt is None or not prompt.native:
            continue
        found = _by_model(move) or _by_version(move)
        missing = found and _missing(comparison, prompt, has_another_model=found.is_model)
        if found and missing:
            yield _Pair(move, prompt, found, missing)


def _by_model(move: Move) -> _Difference | None:
    ids, run = replaced(move), move.after
    if ids is None or (run.naming.entry != run.user.entry and move.before.naming.entry.name == run.naming.entry.name):
        return None  # an agent that only follows its prompt is no pair of its own
    old, new = (each.written for each in ids)
    return _Difference("run", f"on {quoted(new)} now", old, new, run.at, Earlier(move.before.at), is_model=True)


def _by_version(move: Move) -> _Difference | None:
    old, new = move.before.user.entry, move.after.user.entry
    if new.kind != "prompt" or old.version is None or new.version is None:
        return None
    if old.version.split(".")[:2] == new.version.split(".")[:2]:
        return None
    places = new.at("version"), Earlier(old.at("version"))
    return _Difference("be", f"version {new.version} now", old.version, new.version, *places, is_model=False)


def _missing(comparison: Comparison, prompt: Entry, *, has_another_model: bool) -> tuple[str, str] | None:
    """Return what is missing for a new pair, in words; None where nothing is, or nobody can know."""
    side = comparison.after
    evals = {each.reference: each for whole in wholes_of(side, prompt) for each in evals_of(side, whole)}
    if not evals:
        return ("no eval judges it", "no eval judges them") if has_another_model else None
    with_evidence = [each for each in evals.values() if side.snapshot(each).data.get("evidence")]
    if not with_evidence or any(_is_renewed(comparison, each) for each in evals.values()):
        return None
    evidence = f"the evidence of {enumerated([each.name for each in with_evidence], 'and')} is about"
    return f"{evidence} the pair before", f"{evidence} the pairs before"


def _is_renewed(comparison: Comparison, judging: Entry) -> bool:
    """Say whether an eval, or what its evidence holds, is another than at the baseline."""
    named = comparison.before.project.named("eval", judging.name)
    return all(each.digest != judging.digest for each in named)


def _problem(comparison: Comparison, pairs: Sequence[_Pair]) -> ChangeProblem:
    first = pairs[0]
    found, users = first.difference, [pair.move.after.user.entry for pair in pairs]
    names = dict.fromkeys(user.name for user in users)
    is_one = len(pairs) == 1
    who = f"the {users[0].kind} `{users[0].name}`" if is_one else _together([*names])
    verb = {"run": ("run", "runs"), "be": ("are", "is")}[found.verb][is_one]
    return ChangeProblem(
        f"{who} {verb} {found.words}, and {first.missing[len(pairs) > 1]}",
        first.move.change,
        first.move.change.at("id") if len(pairs) > 1 and first.move.change.kind == "model" else found.at,
        f"run the evals on the new {'pair' if is_one else 'pairs'}, and commit their results with this change",
        related=((found.was_at, "the pair before"),) if is_one else (),
        subject=users[0].reference,
        old=found.old,
        new=found.new,
        consumers=tuple(pair.move.after.consumer(pair.move.after.user.owner) for pair in pairs),
        notes=tuple(_tuned(comparison, pairs)),
    )


def _together(names: Sequence[str]) -> str:
    if len(names) <= _NAMED:
        return enumerated(names, "and")
    return f"{', '.join(map(quoted, names[:_NAMED]))} and {len(names) - _NAMED:,} more"


def _tuned(comparison: Comparison, pairs: Sequence[_Pair]) -> Iterator[str]:
    """Yield, of a few prompts, that their wording was tuned for another model."""
    tuned = dict.fromkeys(
        (pair.prompt.name, str(tuned_for))
        for pair in pairs
        if pair.difference.is_model
        and (tuned_for := comparison.after.snapshot(pair.prompt).data.get("tuned_for"))
        not in (None, pair.difference.new)
    )
    for name, model in [*tuned][:_NAMED]:
        yield f"the wording of `{name}` was tuned for {quoted(model)}"
