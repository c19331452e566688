"""What is not as the lock has it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Literal, NamedTuple, TypeAlias

from promptops.catalog.lock.content import Lock, LockedModel

Change: TypeAlias = Literal["new", "gone", "changed", "facts"]


class Difference(NamedTuple):
    """One thing that is not as the lock has it.

    `name` is a reference, or an identifier of a model without a file; `path` the file of a resource, empty for what the
    catalogue says of a model. `what` are the facts that are others now.
    """

    change: Change
    name: str
    path: str = ""
    what: tuple[str, ...] = ()


def differences(locked: Lock, now: Lock) -> Iterator[Difference]:
    """Yield what is not as it was: resources in order of their files, then models whose facts are others."""
    for path, reference in sorted({*locked.resources, *now.resources}):
        old, new = locked.resources.get((path, reference)), now.resources.get((path, reference))
        if old != new:
            yield Difference("new" if old is None else "gone" if new is None else "changed", reference, path)
    for name, model in now.models.items():
        known = locked.models.get(name)
        what = () if known is None else tuple(_others(known, model))
        if what:
            yield Difference("facts", name, "", what)
        elif known is None and ":" not in name:
            yield Difference("new", name)
    for name in locked.models:
        if name not in now.models and ":" not in name:
            yield Difference("gone", name)


def _others(known: LockedModel, model: LockedModel) -> Iterator[str]:
    if known.id != model.id:
        return  # its file is another one, which is told of the resource
    if known.snapshot != model.snapshot:
        yield "snapshot"
    yield from sorted(_differing(known.facts, model.facts))


def _differing(old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[str]:
    return (key for key in {**old, **new} if old.get(key) != new.get(key))
