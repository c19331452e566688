"""What holds for a resource in an environment: its own keys, with those that the environment overrides."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from promptops.resources.entries import Entry, Identity, Link, Place
from promptops.resources.project import Project


class Setting(NamedTuple):
    """A value as it is written, and where."""

    value: Any
    at: Place


class Reference(NamedTuple):
    """What a field refers to: the link, the resource that holds it, and what it leads to, None for nothing sound."""

    link: Link
    holder: Entry
    target: Entry | None

    @property
    def at(self) -> Place:
        """Return where it is written."""
        return self.holder.at_link(self.link)


class Settings:
    """The keys of the resources of a project as one environment has them, or none; each is read when it is needed."""

    def __init__(self, project: Project, environment: Entry | None = None) -> None:
        """Take what an environment overrides."""
        self._targets = project.linked
        self._environment = environment
        self._overridden = {} if environment is None else dict(self._overrides(environment))

    def _overrides(self, environment: Entry) -> Iterator[tuple[Identity, str]]:
        for link, target in self._targets.get(environment.identity, ()):
            if link.field == "overrides" and target is not None:
                yield target.identity, str(link.keys[-1])

    def value(self, entry: Entry, *keys: str) -> Setting | None:
        """Return what stands at a path of keys: what the environment has there, else what the resource has."""
        name = self._overridden.get(entry.identity)
        if name is not None and self._environment is not None:
            there = ("overrides", name, *keys)
            value = _at(self._environment, there)
            if value is not None:
                return Setting(value, self._environment.at(*there))
        value = _at(entry, keys)
        return None if value is None else Setting(value, entry.at(*keys))

    def number(self, entry: Entry, *keys: str) -> Setting | None:
        """Return a whole number at a path of keys."""
        setting = self.value(entry, *keys)
        return setting if setting is not None and type(setting.value) is int else None

    def references(self, entry: Entry, field: str) -> Sequence[Reference]:
        """Return what a field refers to, in the order in which it is written; what is retired is there, too."""
        identity = entry.identity
        name = self._overridden.get(identity)
        if name is not None and self._environment is not None:
            above = ("overrides", name, field)
            found = [
                _reference(link, self._environment, target)
                for link, target in self._targets[self._environment.identity]
                if tuple(link.keys[:3]) == above
            ]
            if found:
                return found
        targets = self._targets.get(identity, ())
        return [_reference(link, entry, target) for link, target in targets if link.field == field]


def _reference(link: Link, holder: Entry, target: Entry | None) -> Reference:
    return Reference(link, holder, target if target is not None and target.sound else None)


def _at(entry: Entry, keys: Sequence[str]) -> Any:
    """Return what stands at a path of keys in a resource; most have no such key, and their data need not be read."""
    data = _read(entry.data) if f'"{keys[-1]}"' in entry.data else None
    for key in keys:
        data = data.get(key) if isinstance(data, dict) else None
    return data


@lru_cache(maxsize=64)  # several keys of a resource are asked for in a row
def _read(data: str) -> Any:
    return json.loads(data)
