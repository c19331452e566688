r"""The calendar as iCalendar (RFC 5545): one event of a whole day for each date.

Nothing in it depends on when it was written but the day that it is seen from, which stands in `DTSTAMP`.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Final

from promptops.reports.calendar.agenda import Agenda, Appointment
from promptops.reports.printable import printable

_MOST_OCTETS: Final = 75
_ESCAPES: Final = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,"})


def calendar_ical(agenda: Agenda) -> str:
    """Return the dates as a calendar, with CRLF at the end of each line."""
    lines = ("BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//promptops//calendar//EN", "CALSCALE:GREGORIAN")
    named = (f"X-WR-CALNAME:{_text(agenda.name)}",) if agenda.name else ()
    events = (line for each in agenda.appointments for line in _event(agenda, each))
    return "".join(f"{_folded(line)}\r\n" for line in (*lines, *named, *events, "END:VCALENDAR"))


def _event(agenda: Agenda, each: Appointment) -> Iterator[str]:
    notes = (f"owner: {each.owner or 'nobody'}", agenda.place(each))
    description = r"\n".join(map(_text, notes))
    yield "BEGIN:VEVENT"
    yield f"UID:{_text(each.uid)}"
    yield f"DTSTAMP:{_day(agenda.as_of)}T000000Z"
    yield f"DTSTART;VALUE=DATE:{_day(each.day)}"
    yield f"SUMMARY:{_text(f'{each.subject}: {each.told}')}"
    yield f"DESCRIPTION:{description}"
    yield f"CATEGORIES:{_text(each.kind)}"
    yield "TRANSP:TRANSPARENT"
    yield "END:VEVENT"


def _day(day: date) -> str:
    return day.isoformat().replace("-", "")


def _text(text: str) -> str:
    """Return a value of type TEXT: on one line, with what has a meaning escaped."""
    return printable(text).translate(_ESCAPES)


def _folded(line: str) -> str:
    """Return a content line in pieces of 75 octets at most, none of which ends within a character."""
    pieces, piece, room = [], "", _MOST_OCTETS
    for character in line:
        size = len(character.encode())
        if size > room:
            pieces.append(piece)
            piece, room = " ", _MOST_OCTETS - 1
        piece, room = piece + character, room - size
    return "\r\n".join([*pieces, piece])
