"""The calendar as a table by owner."""

from __future__ import annotations

from itertools import groupby
from typing import Final

from promptops.reports.calendar.agenda import Agenda, Appointment
from promptops.reports.colour import Ink, Style
from promptops.reports.printable import line_start, printable
from promptops.reports.summary import counted

_NOBODY: Final = "no owner"
_DAY_WIDTH: Final = len("2027-03-01")
_LEFT_WIDTH: Final = len("past")
_SOON: Final = 30


def calendar_text(agenda: Agenda, *, colour: bool = False) -> str:
    """Return the dates below the name of each owner, in the order of days; what is past is marked so."""
    ink = Ink(colour)
    by_owner = sorted(agenda.appointments, key=lambda each: (each.owner is None, each.owner or ""))  # days keep order
    width = max((len(each.kind) for each in by_owner), default=0)
    lines: list[str] = []
    for owner, appointments in groupby(by_owner, key=lambda each: each.owner):
        lines += [ink.paint(line_start(owner or _NOBODY), Style.BOLD)]
        lines += [*(f"  {_line(agenda, each, width, ink)}" for each in appointments), ""]
    past = sum(each.is_over for each in agenda.appointments)
    closing = f"{counted(len(agenda.appointments), 'date')}, {past:,} past on {agenda.as_of}"
    return "".join(f"{line}\n" for line in [*lines, ink.paint(closing, Style.BOLD)])


def _line(agenda: Agenda, each: Appointment, width: int, ink: Ink) -> str:
    left = agenda.days_left(each)
    style = Style.ERROR if each.is_over else Style.WARNING if left <= _SOON else Style.DIM
    days = ink.paint(f"{'past' if each.is_over else f'{left:,} d':>{_LEFT_WIDTH + 2}}", style)
    place = ink.paint(f"({line_start(agenda.place(each))})", Style.DIM)
    day = f"{each.day.isoformat():<{_DAY_WIDTH}}"
    return f"{day} {days}  {each.kind:<{width}}  {printable(each.subject)}: {printable(each.told)} {place}"
