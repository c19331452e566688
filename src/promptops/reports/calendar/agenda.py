"""The dates that are shown."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from promptops.diagnostics import Span


class Appointment(NamedTuple):
    """One date: what it is about, what it is, who answers for it, and where it is written.

    `uid` stays the same for as long as it is about the same thing, whatever its day. `is_over` says that it is past.
    """

    day: date
    kind: str
    subject: str
    told: str
    owner: str | None
    span: Span
    uid: str
    is_over: bool


class Agenda(NamedTuple):
    """Dates in the order of days, seen from the day `as_of`; `root` leads from the reader to the project."""

    appointments: tuple[Appointment, ...]
    as_of: date
    name: str | None = None
    root: str = "."

    def days_left(self, appointment: Appointment) -> int:
        """Return the days until a date, less than zero for one that lies behind."""
        return (appointment.day - self.as_of).days

    def place(self, appointment: Appointment) -> str:
        """Return the file and line of a date, as the reader would open them."""
        span, root = appointment.span, self.root.rstrip("/")
        return f"{span.path if root in {'', '.'} else f'{root}/{span.path}'}:{span.line}"
