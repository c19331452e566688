"""What may only become so old: datasets, indexes, credentials."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, NamedTuple

from promptops.resources.entries import Entry, Place
from promptops.resources.project import Project
from promptops.schedule.days import date_of, later, whole_days


class Age(NamedTuple):
    """Something that is as old as `since` says, and may become `limit` old.

    `what` tells it apart from others of the same resource, such as the variable that holds a credential; `since_keys`
    and `limit_keys` are the paths of keys that hold the two.
    """

    entry: Entry
    since: date
    limit: str
    since_keys: tuple[str | int, ...]
    limit_keys: tuple[str | int, ...]
    what: str = ""

    @property
    def last_day(self) -> date | None:
        """Return the last day on which it is not too old; None where that lies beyond the calendar."""
        return later(self.since, whole_days(self.limit))

    @property
    def limit_words(self) -> str:
        """Return how old it may become: in days, unless that is less than one."""
        days = whole_days(self.limit)
        return f"{days:,} day{'s'[: days != 1]}" if days else self.limit

    @property
    def since_at(self) -> Place:
        """Return where it is written since when."""
        return self.entry.at(*self.since_keys)

    @property
    def limit_at(self) -> Place:
        """Return where it is written how old it may become."""
        return self.entry.at(*self.limit_keys)


def dataset_ages(project: Project) -> Iterator[Age]:
    """Yield the age of each dataset: since the last day on which its cases arose."""
    for entry, data in _in_use(project, "dataset", "max_age"):
        since = date_of((data.get("collected") or {}).get("to"))
        if since is not None:
            yield Age(entry, since, data["max_age"], ("collected", "to"), ("max_age",))


def index_ages(project: Project) -> Iterator[Age]:
    """Yield the age of each index: since it was built."""
    for entry, data in _in_use(project, "index", "max_age"):
        since = date_of(data.get("built_on"))
        if since is not None:
            yield Age(entry, since, data["max_age"], ("built_on",), ("max_age",))


def credential_ages(project: Project) -> Iterator[Age]:
    """Yield the age of each credential: since it was last changed."""
    for entry, data in _in_use(project, "provider", "rotate_every"):
        for number, credential in enumerate(data.get("credentials") or ()):
            since, limit = date_of(credential.get("rotated_on")), credential.get("rotate_every")
            if since is not None and limit:
                keys = ("credentials", number)
                yield Age(entry, since, limit, (*keys, "rotated_on"), (*keys, "rotate_every"), credential["env"])


def _in_use(project: Project, kind: str, key: str) -> Iterator[tuple[Entry, Mapping[str, Any]]]:
    """Yield the resources of a kind that have a key somewhere, with their data."""
    for entry in project.of_kind(kind):
        if f'"{key}"' in entry.data and not project.is_retired(entry):
            yield entry, json.loads(entry.data)
