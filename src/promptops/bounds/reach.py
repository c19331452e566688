"""What requests may lead to, at any distance."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeAlias

from promptops.bounds.step import Step
from promptops.resources.entries import Entry

StepOf: TypeAlias = Callable[[Entry], Step]
"""Returns what one request to a resource consists of."""


def reachable(entries: Sequence[Entry], step_of: StepOf) -> list[Entry]:
    """Return some resources with all that requests to them may lead to, each once."""
    found = {entry.identity: entry for entry in entries}
    todo = list(found.values())
    for entry in todo:
        for target in step_of(entry).targets:
            if target.identity not in found:
                found[target.identity] = target
                todo.append(target)
    return todo
