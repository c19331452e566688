"""Every date that matters, in three forms: a table by owner, iCalendar, JSON."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from promptops.reports.calendar.agenda import Agenda, Appointment
from promptops.reports.calendar.ical import calendar_ical
from promptops.reports.calendar.json import calendar_json
from promptops.reports.calendar.text import calendar_text

__all__ = ["FORMATS", "Agenda", "Appointment", "calendar_text"]

FORMATS: Final[Mapping[str, Callable[[Agenda], str]]] = {"ical": calendar_ical, "json": calendar_json}
"""The formats for programs, each with its writer."""
