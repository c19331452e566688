from __future__ import annotations

from datetime import date

import pytest

from promptops.schedule.days import date_of, later, whole_days


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("2027-03-01", date(2027, 3, 1)),
        ("9999-12-31", date.max),
        ("2027-02-30", None),
        ("soon", None),
        (20270301, None),
        (None, None),
    ],
)
def test_a_date_is_read_or_left_to_others(written: object, day: date | None) -> None:
    assert date_of(written) == day


@pytest.mark.parametrize(
    ("duration", "days"), [("90d", 90), ("2w", 14), ("36h", 1), ("12h", 0), ("0ms", 0), ("999999999w", 6_999_999_993)]
)
def test_whole_days_of_a_duration(duration: str, days: int) -> None:
    assert whole_days(duration) == days


@pytest.mark.parametrize(
    ("day", "days", "found"),
    [
        (date(2026, 11, 1), 30, date(2026, 12, 1)),
        (date(9999, 12, 30), 1, date.max),
        (date.max, 0, date.max),
        (date.max, 1, None),
        (date.min, 6_999_999_993, None),
    ],
)
def test_the_calendar_ends(day: date, days: int, found: date | None) -> None:
    assert later(day, days) == found
