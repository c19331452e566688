"""The rollouts that reach production, read once for the rules that ask for a way back."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from promptops.resources.entries import Entry, Link
from promptops.resources.project import Project

_PRODUCTION = frozenset({"live", "prod", "production"})
_WORD = re.compile(r"[a-z]+")
_VERSION = re.compile(r"([0-9]{1,9})\.([0-9]{1,9})\.([0-9]{1,9})(?:[-+].*)?")
_EVERYONE = 100

Numbers = tuple[int, ...]


class Plan(NamedTuple):
    """A rollout to production: its keys as written, what it rolls out, and the environment."""

    entry: Entry
    data: Mapping[str, Any]
    target: Entry
    environment: Entry

    @property
    def rollback(self) -> Mapping[str, Any]:
        """Return what it says about the way back."""
        return self.data.get("rollback") or {}

    @property
    def goes_back_to(self) -> Numbers | None:
        """Return the version that it restores, as numbers; None where it names none, or a release in other words."""
        return numbers_of(self.rollback.get("to"))

    @property
    def soak_days(self) -> int:
        """Return for how many days all of its stages last at least."""
        return sum(stage.get("soak_days") or 0 for stage in self.data.get("stages") or ())


def plans(project: Project) -> Iterator[Plan]:
    """Yield the rollouts of known targets to production that are in use.

    Production is an environment that is called so: one of the words of its name is `prod`, `production` or `live`.
    """
    for entry, links in project.linked_of_kind("rollout"):
        if entry.native and not project.is_retired(entry):
            target, environment = _linked(links, "target"), _linked(links, "environment")
            if target is not None and environment is not None and is_production(environment):
                yield Plan(entry, json.loads(entry.data), target, environment)


def is_production(environment: Entry) -> bool:
    """Say whether an environment is one that customers use, going by its name."""
    return not _PRODUCTION.isdisjoint(_WORD.findall(environment.name))


def numbers_of(version: object) -> Numbers | None:
    """Return the three numbers of a semantic version, with or without a `v` before it; None for anything else."""
    match = _VERSION.fullmatch(version.removeprefix("v")) if isinstance(version, str) else None
    return None if match is None else tuple(map(int, match.groups()))


def is_partial(rollout: Mapping[str, Any]) -> bool:
    """Say whether a stage of a rollout reaches some of the people and not all."""
    return any(reaches_some(stage) for stage in rollout.get("stages") or ())


def reaches_some(stage: Mapping[str, Any]) -> bool:
    """Say whether a stage reaches some of the people and not all."""
    percent = stage.get("percent")
    return bool(stage.get("cohort")) or (percent is not None and percent < _EVERYONE)


def of_major(project: Project, target: Entry, major: int) -> Entry | None:
    """Return the resource that has the name of another one and some major version."""
    named = project.named(target.kind, target.name)
    return next((entry for entry in named if entry.major == major), None)


def _linked(links: tuple[tuple[Link, Entry | None], ...], field: str) -> Entry | None:
    found = next((target for link, target in links if link.field == field), None)
    return found if found is not None and found.sound else None
