from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import icalendar
import pytest
from hypothesis import given
from hypothesis import strategies as st

from promptops.diagnostics import Span
from promptops.reports.calendar import Agenda, Appointment
from promptops.reports.calendar.ical import calendar_ical
from promptops.reports.printable import printable

AS_OF = date(2026, 11, 1)


def appointment(
    subject: str = "prompt:p", told: str = "review", path: str = "p.yaml", day: date = AS_OF
) -> Appointment:
    return Appointment(day, "review", subject, told, "support", Span(path, 3, 1, 3, 9), "1@promptops", is_over=False)


def events(text: str) -> list[Any]:
    return list(icalendar.Calendar.from_ical(text).walk("VEVENT"))


def test_an_event_of_a_day_has_all_that_the_standard_asks_for() -> None:
    (event,) = events(calendar_ical(Agenda((appointment(),), AS_OF, "shop")))
    assert event.errors == []
    assert event["UID"] == "1@promptops"
    assert event["DTSTAMP"].dt == datetime(2026, 11, 1, tzinfo=UTC)
    assert event["DTSTART"].dt == AS_OF
    assert type(event["DTSTART"].dt) is date
    assert event["SUMMARY"] == "prompt:p: review"
    assert event["DESCRIPTION"] == "owner: support\np.yaml:3"


@pytest.mark.parametrize("day", [date(1, 1, 1), date(999, 9, 9), date.max])
def test_any_day_of_the_calendar_is_written(day: date) -> None:
    (event,) = events(calendar_ical(Agenda((appointment(day=day),), AS_OF)))
    assert event["DTSTART"].dt == day


HOSTILE = "a,b;c\\n\r\nEND:VEVENT\r\nBEGIN:VALARM\u2028\x1b[31m\u202e\\"


def test_a_hostile_name_ends_nothing() -> None:
    text = calendar_ical(Agenda((appointment(HOSTILE, HOSTILE, HOSTILE),), AS_OF, HOSTILE))
    (event,) = events(text)
    assert event["SUMMARY"] == f"{printable(HOSTILE)}: {printable(HOSTILE)}"
    assert not event.subcomponents
    assert all(line == printable(line) for line in text.split("\r\n"))


@given(st.text(max_size=300))
def test_lines_are_folded_at_octets_and_unfold_to_what_they_were(name: str) -> None:
    text = calendar_ical(Agenda((appointment(name),), AS_OF))
    lines = text.encode().split(b"\r\n")
    assert lines.pop() == b""
    assert all(len(line) <= 75 for line in lines)
    assert all(line.decode() for line in lines)  # none of them ends within a character
    (event,) = events(text)
    assert event["SUMMARY"] == f"{printable(name)}: review"


def test_nothing_is_a_calendar_too() -> None:
    assert events(calendar_ical(Agenda((), AS_OF))) == []
