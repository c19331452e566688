"""The names by which tasks of lm-evaluation-harness are run, and those that a group runs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any


def names_given(values: Mapping[str, Any]) -> frozenset[str]:
    """Return the names that the keys of a task or group give it: its own, and those under which it runs with others."""
    task = values.get("task")
    own = (task,) if isinstance(task, str) else ()  # what is a list are the members of a group
    return frozenset((*own, *_names(values.get("group")), *_names(values.get("tag"))))


def members_of(values: Mapping[str, Any]) -> Iterator[tuple[int, str]]:
    """Yield the names of what a group runs, each with its index in the list."""
    members = values.get("task")
    for index, name in enumerate(members if isinstance(members, list) else ()):
        if isinstance(name, str):
            yield index, name


def _names(value: Any) -> Iterator[str]:
    written = value if isinstance(value, list) else [value]
    return (each for each in written if isinstance(each, str))
