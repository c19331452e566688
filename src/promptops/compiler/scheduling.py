"""The dates of a project that matter, with lines and columns."""

from __future__ import annotations

import hashlib
from collections import Counter
from datetime import date

from promptops.compiler.sides import Compiled
from promptops.config.resolution import Subject
from promptops.reports.calendar.agenda import Agenda, Appointment
from promptops.resources.entries import Entry
from promptops.rules.spread.expired_migration import Options
from promptops.schedule.dates import dates_of
from promptops.schedule.due import Due

_MIGRATION = "expired-migration"
_UID_LENGTH = 32


def agenda_of(compiled: Compiled, as_of: date, root: str) -> Agenda:
    """Return all dates of a project, seen from a day; `root` leads from the reader to the project."""
    project, locator, name = compiled.project, compiled.locator, compiled.settings.config.name
    met: Counter[str] = Counter()
    appointments = [
        Appointment(
            due.day,
            due.kind,
            due.subject,
            due.told,
            due.owner,
            locator.span(due.at),
            _uid(due, name or "", met),
            due.is_over(as_of),
        )
        for due in dates_of(project, _MigrationDays(compiled).of)
        if due.matters(as_of)
    ]
    return Agenda(tuple(appointments), as_of, name, root)


class _MigrationDays:
    """Knows how long a migration without a date may take, as the rule that reports the others is set."""

    def __init__(self, compiled: Compiled) -> None:
        self._sets = compiled.settings.options(_MIGRATION, Options)
        self._project = compiled.project

    def of(self, entry: Entry) -> int:
        """Return the days that one may take."""
        subject = Subject(entry.path, self._project.owner(entry), entry.environment)
        return (self._sets.everywhere or self._sets.of(subject)).days


def _uid(due: Due, name: str, met: Counter[str]) -> str:
    """Return what calendars know a date by: the same in every run, and no other date has it."""
    text = "\0".join((name, due.kind, *due.key))
    met[text] += 1
    digest = hashlib.sha256(f"{text}\0{met[text]}".encode(errors="surrogatepass")).hexdigest()
    return f"{digest[:_UID_LENGTH]}@promptops"
