"""What a request may come to, from some resources on."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable
from typing import Final

from promptops.graph.calls import Call, CallGraph
from promptops.resources.entries import Entry

_BY_REQUEST: Final = frozenset({"calls", "invokes", "hands off to"})


def reached_from(
    graph: CallGraph,
    start: Iterable[Entry],
    met: set[int],
    follows: Callable[[Call], bool] = lambda _: True,
    most: int = sys.maxsize,
) -> list[Entry]:
    """Return some resources and what they may come to call, at any remove, each once, the nearest first.

    Fallbacks and included texts are no calls of their own. What is in `met`, by `id`, is passed over, and what is
    returned is added to it. `follows` says whether to go on along a call, and no more
    than `most` are returned.
    """
    found: list[Entry] = []
    todo = list(start)
    for entry in todo:
        if id(entry) not in met and len(found) < most:
            met.add(id(entry))
            found.append(entry)
            calls = graph.edges_from(entry)
            todo.extend(call.target for call in calls if call.type in _BY_REQUEST and follows(call))
    return found
