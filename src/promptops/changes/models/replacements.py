"""Models that were replaced: under the name by which they are used, or by naming another one."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from promptops.changes.change import Change, Consumer, Earlier, Kept, Where
from promptops.changes.comparison import Comparison
from promptops.changes.models.ids import Difference, ModelId, difference, id_of_model
from promptops.changes.models.running import Move, Running, moves
from promptops.changes.side import Side
from promptops.resources.entries import Entry, Identity

_NOT_ANSWERED = frozenset({"pays for", "judges", "rolls out"})
"""What is done with a model by those who get no answers of it."""


class Replacement(NamedTuple):
    """One model in the place of another.

    `who` is the model by its own name, or the prompt or agent that names another one; `now` and `then` are the verbs
    that lead from there to the model. `consumers` are those who get other answers; None stands for all who rely on what
    changed. `is_certain` says that the identifiers are those of the provider, and not names that somebody gave to a
    deployment.
    """

    change: Change
    difference: Difference
    who: str
    now: str
    then: str
    before: ModelId
    after: ModelId
    at: Where
    was_at: Where
    consumers: tuple[Consumer, ...] | None
    is_certain: bool


def replacements(comparison: Comparison) -> Iterator[Replacement]:
    """Yield each model whose identifier changed, and each prompt and agent that runs on another model than it did."""
    paired: set[tuple[Identity, Identity]] = set()
    for change in comparison.kept("model"):
        # Files of models are short and alike: two of other names and identifiers are two models.
        if not change.renamed:
            paired.add((change.before.entry.identity, change.after.entry.identity))
            yield from _renewed(change)
    moved = [move for move in moves(comparison) if not _is_of(move, paired)]
    by_prompt = {move.after.user.entry.identity: move for move in moved if move.after.user.entry.kind == "prompt"}
    for move in moved:
        prompt = prompt_of(comparison.after, move.after)
        known = None if prompt is None else by_prompt.get(prompt.identity)
        if not _is_told_of_its_prompt(move, known):
            yield from _moved(move)


def replaced(move: Move) -> tuple[ModelId, ModelId] | None:
    """Return the two models of a prompt or agent that runs on another one than it did; None where it does not."""
    before, after = move.before.id, move.after.id
    if before is None or after is None or difference(before, after) is None:
        return None
    return before, after


def prompt_of(side: Side, run: Running) -> Entry | None:
    """Return the prompt that a model answers: the one that runs on it, or that of the agent that does."""
    user = run.user.entry
    if user.kind == "prompt":
        return user
    prompt = next((target for link, target in side.targets(user) if link.field == "prompt"), None)
    return prompt if prompt is not None and prompt.sound else None


def _renewed(change: Kept) -> Iterator[Replacement]:
    if any(each.entry.is_computed("id") or each.entry.is_computed("provider") for each in change.both):
        return
    before, after = (id_of_model(each.data) for each in change.both)
    kind = before and after and difference(before, after)
    if before and after and kind:
        key = "provider" if kind == "provider" and before.provider != after.provider else "id"
        users = tuple(consumer for consumer in change.consumers if consumer.how not in _NOT_ANSWERED)
        who = f"the model `{change.name}`"
        places = change.at(key), change.was_at(key)
        yield Replacement(change, kind, who, "is", "was", before, after, *places, users, not after.is_deployment)


def _moved(move: Move) -> Iterator[Replacement]:
    ids, run = replaced(move), move.after
    kind = ids and difference(*ids)
    if ids and kind:
        user = run.user.entry
        consumers = None if move.change.kind == user.kind else (run.consumer(run.user.owner),)
        places = run.at, Earlier(move.before.at)
        who, is_certain = f"the {user.kind} `{user.name}`", not (run.is_deployment or ids[1].is_deployment)
        yield Replacement(move.change, kind, who, "runs on", "ran on", *ids, *places, consumers, is_certain)


def _is_of(move: Move, pairs: set[tuple[Identity, Identity]]) -> bool:
    """Say whether something runs on the same model as before, of which is told by itself."""
    old, new = move.before.model, move.after.model
    return old is not None and new is not None and (old.entry.identity, new.entry.identity) in pairs


def _is_told_of_its_prompt(move: Move, of_prompt: Move | None) -> bool:
    """Say whether it is an agent that only follows its prompt to another model, or names the same one beside it."""
    user, naming = move.after.user.entry, move.after.naming.entry
    if user.kind == "prompt":
        return False
    if naming.kind == "prompt":
        return move.before.naming.entry.name == naming.name
    is_beside = of_prompt is not None and of_prompt.after.user.entry.path == user.path
    return is_beside and of_prompt is not None and replaced(of_prompt) == replaced(move)
