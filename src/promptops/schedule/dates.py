"""All dates of a project that matter."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator

from promptops.catalog import Catalog
from promptops.resources.project import Project
from promptops.schedule.ages import Age, credential_ages, dataset_ages, index_ages
from promptops.schedule.days import date_of, later
from promptops.schedule.due import Due, Kind
from promptops.schedule.lifecycles import MigrationDays, removals, reviews, waivers
from promptops.schedule.models import Ending, endings_of_models, endings_of_named


def dates_of(project: Project, migration_days: MigrationDays) -> list[Due]:
    """Return every date that matters, in the order of days, then of files.

    Left out are the dates of what is retired, and those beyond the calendar, on which nothing will ever fall due.
    """
    found = (
        *reviews(project),
        *removals(project, migration_days),
        *waivers(project),
        *_soaks(project),
        *_announcements(project),
        *_retirements(project, endings_of_models(project)),
        *_retirements(project, endings_of_named(project)),
        *_ages(project, credential_ages(project), "rotation", "last day of the credential in `{}`"),
        *_ages(project, dataset_ages(project), "dataset", "last day on which its cases are not stale"),
        *_ages(project, index_ages(project), "index", "last day on which it is not too old"),
    )
    return sorted(found, key=lambda due: (due.day, due.at.path, due.at.ordinal or 0, due.kind, due.subject, due.key))


def _announcements(project: Project) -> Iterator[Due]:
    catalog = Catalog.of(project)
    for entry in project.of_kind("model"):
        fact = None if project.is_retired(entry) else catalog.facts_of(entry).deprecated_on
        if fact is not None:
            place, owner = fact.origin.place or entry.at("name"), project.owner(entry)
            told = "its end is announced"
            yield Due(fact.value, "announcement", entry.reference, told, owner, place, (entry.reference,))


def _retirements(project: Project, endings: Iterable[Ending]) -> Iterator[Due]:
    for ending in endings:
        subject = ending.user.reference if ending.user.kind == "model" else f"model {ending.name}"
        what = "first day without answers" if ending.certain else "may stop answering from this day on"
        told = f"{what}, says {ending.source}" if ending.source else what
        owner = project.owner(ending.user)
        yield Due(ending.day, "retirement", subject, told, owner, ending.at, (subject, owner or ""))


def _ages(project: Project, ages: Iterable[Age], kind: Kind, told: str) -> Iterator[Due]:
    for age in ages:
        if age.last_day is not None:
            entry = age.entry
            key = (entry.reference, age.what)
            text = told.format(age.what)
            yield Due(age.last_day, kind, entry.reference, text, project.owner(entry), age.limit_at, key)


def _soaks(project: Project) -> Iterator[Due]:
    """Yield the last day of the soak of each stage that a rollout is not yet beyond, if none takes longer.

    A rollout that does not say when it started has none.
    """
    for entry in project.of_kind("rollout"):
        data = json.loads(entry.data) if '"started"' in entry.data and not project.is_retired(entry) else {}
        day, now = date_of(data.get("started")), data.get("stage") or 1
        for number, stage in enumerate(data.get("stages") or ()):
            day = later(day, stage.get("soak_days") or 0) if day is not None else None
            if day is not None and stage.get("soak_days") and number + 1 >= now:
                at, key = entry.at("stages", number, "soak_days"), (entry.reference, f"{number}")
                told = f"end of the soak of stage {number + 1:,} at the earliest"
                yield Due(day, "soak", entry.reference, told, project.owner(entry), at, key)
