"""What a version number stands for: all of a resource that its users get, and nothing that only people read."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any, Final

from promptops.changes.snapshot import Snapshot
from promptops.changes.wording.canonical import canonical
from promptops.resources.project import GOVERNANCE_KEYS

_FOR_PEOPLE: Final = frozenset(
    {
        *GOVERNANCE_KEYS,
        "contacts",
        "credentials",
        "deprecated_on",
        "description",
        "evidence",
        "kind",
        "maintainer",
        "members",
        "name",
        "oncall",
        "price",
        "replacement",
        "retires_on",
        "runbook",
        "version",
    }
)
"""Keys that say what a resource is called, who answers for it and how long it lives."""
_PROGRESS: Final = {"rollout": frozenset({"stage", "started"})}
"""Keys that say how far a plan has come, which is no other plan."""


def differing_keys(before: Snapshot, after: Snapshot, form: Callable[[str], str] = canonical) -> tuple[str, ...]:
    """Return the keys whose values differ for the users of a resource, sorted.

    Texts are compared in a form that leaves out what means nothing.
    """
    keys = sorted({*_keys(before), *_keys(after)})
    pairs = ((key, before.data.get(key), after.data.get(key)) for key in keys)
    return tuple(key for key, old, new in pairs if old != new and _plain(old, form) != _plain(new, form))


def content_at(snapshot: Snapshot, keys: tuple[str, ...]) -> str:
    """Return the values at some keys as JSON in which equal content is equal."""
    return json.dumps([_plain(snapshot.data.get(key), canonical) for key in keys], sort_keys=True)


def _keys(snapshot: Snapshot) -> Iterator[str]:
    described_to_model = snapshot.entry.kind == "tool"
    left_out = _PROGRESS.get(snapshot.entry.kind, frozenset())
    for key, value in snapshot.data.items():
        is_told = key not in _FOR_PEOPLE or (key == "description" and described_to_model)
        if value is not None and is_told and key not in left_out:
            yield key


def _plain(value: Any, form: Callable[[str], str]) -> Any:
    if isinstance(value, str):
        return form(value)
    if isinstance(value, list):
        return [_plain(item, form) for item in value]
    if isinstance(value, dict):
        return {key: _plain(item, form) for key, item in value.items()}
    return value
