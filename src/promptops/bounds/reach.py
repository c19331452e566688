"""What requests may lead to, at any distance."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import TypeAlias, TypeVar

from promptops.bounds.step import Step
from promptops.resources.entries import Entry, Identity

StepOf: TypeAlias = Callable[[Entry], Step]
"""Returns what one request to a resource consists of."""
_Thing = TypeVar("_Thing")


def reachable(entries: Sequence[Entry], step_of: StepOf, known: Collection[Identity] = ()) -> list[Entry]:
    """Return some resources with all that requests to them may lead to, each once; what is `known` is passed over."""
    found = {entry.identity: entry for entry in entries}
    todo = list(found.values())
    for entry in todo:
        for target in step_of(entry).targets:
            identity = target.identity
            if identity not in found and identity not in known:
                found[identity] = target
                todo.append(target)
    return todo


def nearest(
    things: Mapping[Identity, _Thing], asking: Mapping[Identity, Sequence[Identity]]
) -> Mapping[Identity, tuple[int, _Thing]]:
    """Return for each resource the nearest of some things that lie at resources, and how many requests away it is.

    `asking` are the resources from which a request leads to another one.
    """
    found = {identity: (0, thing) for identity, thing in things.items()}
    todo = list(found)
    for identity in todo:
        distance, thing = found[identity]
        for each in asking.get(identity, ()):
            if each not in found:
                found[each] = distance + 1, thing
                todo.append(each)
    return found
