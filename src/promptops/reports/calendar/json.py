"""The calendar as JSON. `schemas/calendar.schema.json` describes it."""

from __future__ import annotations

from promptops.reports.calendar.agenda import Agenda
from promptops.reports.encoding import to_json


def calendar_json(agenda: Agenda) -> str:
    """Return the dates in the order of days."""
    dates = [
        {
            "day": each.day.isoformat(),
            "days_left": agenda.days_left(each),
            "over": each.is_over,
            "kind": each.kind,
            "subject": each.subject,
            "told": each.told,
            "owner": each.owner,
            "path": each.span.path,
            "line": each.span.line,
            "column": each.span.column,
            "uid": each.uid,
        }
        for each in agenda.appointments
    ]
    return to_json({"as_of": agenda.as_of.isoformat(), "dates": dates}, indent=2) + "\n"
