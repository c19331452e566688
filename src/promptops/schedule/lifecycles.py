"""Dates that the keys of any resource give: reviews, removals, the ends of migrations, waivers."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from promptops.resources.entries import Entry, Place
from promptops.resources.project import Project
from promptops.schedule.days import date_of, later
from promptops.schedule.due import Due, Kind

MigrationDays = Callable[[Entry], int]
"""Returns how many days a migration without a date may take from its announcement."""


def reviews(project: Project) -> Iterator[Due]:
    """Yield each review; one that a folder asks of all its resources once for each of their owners."""
    found: dict[tuple[Place, str | None], list[Entry]] = {}
    for entry, written in project.governed_by("review_by"):
        if date_of(written) is not None and not project.is_retired(entry):
            found.setdefault((project.written_at(entry, "review_by"), project.owner(entry)), []).append(entry)
    for (place, owner), entries in found.items():
        day = date_of(project.governance(entries[0], "review_by"))
        if day is not None:
            subject, key = _about(place, entries)
            many = "" if len(entries) == 1 else f" of {len(entries):,} resources"
            yield Due(day, "review", subject, f"last day for the review{many}", owner, place, (*key, owner or ""))


def removals(project: Project, migration_days: MigrationDays) -> Iterator[Due]:
    """Yield the last day of each resource that goes away, and the end of each migration to a later major version."""
    for entry, written in project.governed_by("deprecation"):
        if isinstance(written, dict) and not project.is_retired(entry):
            last, announced = date_of(written.get("remove_after")), date_of(written.get("announced"))
            if last is not None:
                yield _removal(project, entry, last, "remove_after", written)
            elif announced is not None and _has_later_major(project, entry):
                end = later(announced, migration_days(entry))
                if end is not None:
                    yield _removal(project, entry, end, "announced", written)


def waivers(project: Project) -> Iterator[Due]:
    """Yield the last day on which each waiver holds."""
    for entry in project.of_kind("waiver"):
        data = json.loads(entry.data)
        day = date_of(data.get("expires"))
        if day is not None and not project.is_retired(entry):
            broken = data.get("rule") or data.get("policy")
            told = f"last day of the leave that `{data['resource']}` has from `{broken}`"
            yield Due(
                day, "waiver", entry.reference, told, project.owner(entry), entry.at("expires"), (entry.reference,)
            )


def _about(place: Place, entries: Sequence[Entry]) -> tuple[str, tuple[str, ...]]:
    """Return what a review is about, and what tells it apart."""
    if place.ordinal is not None:
        return entries[0].reference, (entries[0].reference,)
    folder = place.path.rpartition("/")[0]
    return f"{folder}/" if folder else "./", (place.path,)


def _removal(project: Project, entry: Entry, day: date, key: str, written: Mapping[str, Any]) -> Due:
    place = project.written_at(entry, "deprecation")
    at = Place(place.path, place.ordinal, (*place.keys, key))
    instead = f"; `{written['replaced_by']}` takes its place" if written.get("replaced_by") else ""
    is_migration = _has_later_major(project, entry)
    told = f"{'end of the migration to a later version' if is_migration else 'last day of use'}{instead}"
    kind: Kind = "migration" if is_migration else "removal"
    return Due(day, kind, entry.reference, told, project.owner(entry), at, (entry.reference,))


def _has_later_major(project: Project, entry: Entry) -> bool:
    majors = [each.major for each in project.named(entry.kind, entry.name) if not project.is_retired(each)]
    return entry.major is not None and any(major is not None and major > entry.major for major in majors)
