"""The policies that are in force, and which resources each of them speaks of."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache
from typing import Any, Final, NamedTuple, Self

from promptops.diagnostics import Severity
from promptops.resources import slug_of
from promptops.resources.entries import Entry
from promptops.resources.project import Project
from promptops.resources.references import parse_reference
from promptops.sources.globs import any_of
from promptops.sources.wildcards import any_name

_STABLE: Final = "stable"
"""What a resource is that says nothing of its lifecycle."""

Selects = Callable[[Project, Entry], bool]
"""Says whether a condition holds for a resource."""


class InForce(NamedTuple):
    """A policy that judges: `match` has its conditions, each a list of values, and `require` its JSON Schema."""

    entry: Entry
    match: Mapping[str, Any]
    require: Mapping[str, Any]
    message: str
    field: str | None
    severity: Severity

    @classmethod
    def of(cls, entry: Entry) -> Self:
        """Return the policy that an entry is."""
        data = json.loads(entry.data)
        severity = Severity(data["severity"])
        return cls(entry, data.get("match", {}), data["require"], data["message"], data.get("field"), severity)

    @property
    def terms(self) -> tuple[str, ...]:
        """Return what is alike for two policies of one name that ask for the same, as gravely, of the same."""
        asked = json.dumps([self.match, self.require], sort_keys=True)
        return self.entry.reference, asked, self.severity

    @property
    def size(self) -> int:
        """Return how many values its conditions have."""
        return sum(len(values) for values in self.match.values())

    @property
    def kinds(self) -> frozenset[str]:
        """Return the kinds of resources that it speaks of, none where it speaks of all."""
        return frozenset(map(slug_of, self.match.get("kind", ())))

    def conditions(self) -> Iterator[tuple[tuple[str | int, ...], Selects]]:
        """Yield each value of the conditions other than that of the kind: its path of keys, and what it selects."""
        for key, condition in _CONDITIONS.items():
            for number, value in enumerate(self.match.get(key, ())):
                yield ("match", key, number), condition((value,))
        for label, value in self.match.get("labels", {}).items():
            yield ("match", "labels", label), _labelled({label: value})

    def selection(self) -> Selects:
        """Return what says whether all conditions other than that of the kind hold for a resource."""
        every = [condition(tuple(self.match[key])) for key, condition in _CONDITIONS.items() if self.match.get(key)]
        every += [_labelled(self.match["labels"])] if self.match.get("labels") else []
        return lambda project, entry: all(selects(project, entry) for selects in every)


def in_force(project: Project) -> Iterator[InForce]:
    """Yield the policies of a project that are sound and not retired."""
    return (InForce.of(entry) for entry in project.of_kind("policy") if not project.is_retired(entry))


def _named(patterns: tuple[str, ...]) -> Selects:
    is_match = any_name(patterns)
    return lambda _, entry: is_match(entry.name)


def _owned(patterns: tuple[str, ...]) -> Selects:
    is_match = any_name(patterns)

    def selects(project: Project, entry: Entry) -> bool:
        owner = project.owner(entry)
        return owner is not None and is_match(_team(owner))

    return selects


@lru_cache(maxsize=256)
def _team(owner: str) -> str:
    """Return the name of the team that an owner, as written, refers to."""
    parsed = parse_reference(owner)
    return owner if parsed is None else parsed[1]


def _placed(patterns: tuple[str, ...]) -> Selects:
    is_match = any_of(patterns)
    return lambda _, entry: is_match(entry.path)


def _governed(key: str, otherwise: str | None) -> Callable[[tuple[str, ...]], Selects]:
    def condition(values: tuple[str, ...]) -> Selects:
        return lambda project, entry: (project.governance(entry, key) or otherwise) in values

    return condition


def _labelled(wanted: Mapping[str, str]) -> Selects:
    def selects(project: Project, entry: Entry) -> bool:
        labels: Mapping[str, Any] = project.governance(entry, "labels") or {}
        return all(labels.get(label) == value for label, value in wanted.items())

    return selects


_CONDITIONS: Mapping[str, Callable[[tuple[str, ...]], Selects]] = {
    "name": _named,
    "owner": _owned,
    "path": _placed,
    "access": _governed("access", None),
    "lifecycle": _governed("lifecycle", _STABLE),
}
