"""Calendar days and stretches of them, as far as the calendar goes."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final

_A_DAY: Final = 86_400_000


def date_of(value: object) -> date | None:
    """Return a date that is written as `2027-03-01`; None for anything else, which other rules report."""
    try:
        return date.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None


def whole_days(duration: str) -> int:
    """Return the whole days in a duration such as `90d`, as the data of a resource has it."""
    from promptops.resources.quantities import parse_duration  # noqa: PLC0415 - imports pydantic

    return parse_duration(duration) // _A_DAY


def later(day: date, days: int) -> date | None:
    """Return the day so many days after one; None where the calendar has ended by then."""
    return None if days > (date.max - day).days else day + timedelta(days)
