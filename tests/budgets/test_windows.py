from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction

import pytest

from promptops.budgets.windows import MEAN_MINUTES, draws_in, in_words

WINDOWS = (*MEAN_MINUTES, None)


@pytest.mark.parametrize(
    ("part", "whole", "draws"),
    [
        ("day", "month", Fraction(31)),
        ("hour", "day", Fraction(24)),
        ("minute", "week", Fraction(10_080)),
        ("day", "quarter", Fraction(92)),
        ("day", "year", Fraction(366)),
        ("week", "month", Fraction(5)),
        ("week", "quarter", Fraction(14)),
        ("week", "year", Fraction(53)),
        ("month", "quarter", Fraction(3)),
        ("month", "year", Fraction(12)),
        ("quarter", "year", Fraction(4)),
        ("month", "day", Fraction(1, 28)),
        ("month", "week", Fraction(1, 4)),
        ("quarter", "week", Fraction(1, 12)),
        ("year", "week", Fraction(1, 52)),
        ("quarter", "month", Fraction(1, 3)),
        ("year", "hour", Fraction(1, 8_760)),
        ("week", "week", Fraction(1)),
        (None, None, Fraction(1)),
        (None, "month", Fraction(0)),
        ("month", None, None),
    ],
)
def test_a_window_counts_as_often_as_it_begins_in_another(
    part: str | None, whole: str | None, draws: Fraction | None
) -> None:
    assert draws_in(part, whole) == draws


def test_the_numbers_of_weeks_and_days_are_those_of_the_calendar() -> None:
    """Every day of 400 years, after which the calendar repeats itself."""
    first, days = date(2000, 1, 1), 146_097
    every = [first + timedelta(number) for number in range(days)]
    for window, key in (
        ("month", lambda day: (day.year, day.month)),
        ("quarter", lambda day: (day.year, (day.month - 1) // 3)),
        ("year", lambda day: day.year),
    ):
        mondays: dict[object, int] = {}
        lengths: dict[object, int] = {}
        for day in every:
            lengths[key(day)] = lengths.get(key(day), 0) + 1
            mondays[key(day)] = mondays.get(key(day), 0) + (day.isoweekday() == 1)
        assert draws_in("day", window) == max(lengths.values())
        assert draws_in(window, "day") == Fraction(1, min(lengths.values()))
        assert draws_in("week", window) == max(mondays.values())
        assert draws_in(window, "week") == Fraction(1, min(mondays.values()))


@pytest.mark.parametrize("whole", WINDOWS)
@pytest.mark.parametrize("part", WINDOWS)
def test_there_and_back_takes_no_less_than_there_was(part: str | None, whole: str | None) -> None:
    there, back = draws_in(part, whole), draws_in(whole, part)
    if there is not None and back is not None and None not in (part, whole):
        assert there * back >= 1


@pytest.mark.parametrize(("window", "words"), [("hour", "an hour"), ("month", "a month"), (None, "for good")])
def test_windows_in_words(window: str | None, words: str) -> None:
    assert in_words(window) == words
