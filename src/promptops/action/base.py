"""What a proposed change is compared with."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from promptops.action.event import Event
from promptops.sources.git_command import run_git
from promptops.sources.history import parents_of

_TRIED: Final = re.compile(r"refs/pull/[0-9]+/merge")
_MERGED: Final = 2


def base_of(event: Event, environment: Mapping[str, str], folder: Path) -> str | None:
    """Return the commit or branch that a change is to be merged into, None where none is proposed.

    Where the merge by which GitHub tries the change is checked out, that is its first parent: it is read from the
    merge itself, so that a clone of depth 1 is enough to know it.
    """
    if event.queue_base is not None:
        return event.queue_base
    if event.pull_request is None:
        return None
    head = (run_git(folder, "rev-parse", "--verify", "--quiet", "HEAD^{commit}") or b"").decode().strip()
    if head and head == environment.get("GITHUB_SHA") and _TRIED.fullmatch(environment.get("GITHUB_REF", "")):
        parents = parents_of(folder, head)
        if len(parents) == _MERGED:
            return parents[0]
    return f"origin/{event.pull_request.base}"
