"""Values that cannot stand where they stood, kept under `annotations`."""

from __future__ import annotations

from collections.abc import Iterable
from copy import deepcopy
from typing import Any

from promptops.sources.documents import KeyPath

KEY = "set-aside"
"""The annotation that holds them, by their keys with dots between."""


def set_aside(data: dict[str, Any], places: Iterable[KeyPath]) -> dict[str, Any]:
    """Return a resource without the values at some paths of keys, which its annotations hold instead."""
    copy = deepcopy(data)
    moved: dict[str, Any] = {}
    # From the back, so that the numbers of what is still to go do not change.
    for keys in sorted(places, key=lambda keys: [(isinstance(key, int), key) for key in keys], reverse=True):
        moved[".".join(map(str, keys))] = _taken(copy, keys)
    if moved:
        annotations = copy.get("annotations") or {}
        copy["annotations"] = {**annotations, KEY: dict(sorted(moved.items()))}
    return copy


def _taken(data: Any, keys: KeyPath) -> Any:
    """Take out the value at a path of keys, and what is empty without it."""
    key, *others = keys
    if not others:
        return data.pop(key)
    value = _taken(data[key], tuple(others))
    if not data[key]:
        del data[key]
    return value


def value_at(data: Any, keys: KeyPath) -> Any:
    """Return the value at a path of keys, None where there is none."""
    for key in keys:
        try:
            data = data[key]
        except (KeyError, IndexError, TypeError):
            return None
    return data
