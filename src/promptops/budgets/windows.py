"""The calendar windows of budgets, in UTC, and how often one of them falls into another.

A window belongs to the one in which it begins: of weeks, five begin in a month of 31 days that starts on a Monday.
Minutes, hours and days lie wholly within a week or month, and months within a quarter or year.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Final

MEAN_MINUTES: Final[Mapping[str, int]] = {
    "minute": 1,
    "hour": 60,
    "day": 1_440,
    "week": 10_080,
    "month": 43_800,
    "quarter": 131_400,
    "year": 525_600,
}
"""How long the windows are in the mean; a month counts as the twelfth of a year of 365 days."""

_DAYS: Final[Mapping[str, tuple[int, int]]] = {"month": (28, 31), "quarter": (90, 92), "year": (365, 366)}
"""The fewest and the most days of the windows that are not all of one length."""
_MONTHS: Final[Mapping[str, int]] = {"month": 1, "quarter": 3, "year": 12}
_DAY: Final = MEAN_MINUTES["day"]


def draws_in(part: str | None, whole: str | None) -> Fraction | None:
    """Return how many amounts of a window `part` may at most be due in one window `whole`.

    Of a shorter window these are the most that begin in a longer one: 31 days in a month. Of a longer window it is the
    share that has to fit in each of the fewest that begin in it: a 28th of a month's amount in a day. None as a window
    stands for an amount that holds for good: it is due as a whole in another such, and none of it in a window, as it
    may wait for later ones.

    Returns:
        None where the part is given anew for each window, without an end, and the whole only once.
    """
    if part == whole:
        return Fraction(1)
    if part is None:
        return Fraction(0)
    if whole is None:
        return None
    if part in _MONTHS and whole in _MONTHS:
        return Fraction(_MONTHS[whole], _MONTHS[part])
    if MEAN_MINUTES[part] < MEAN_MINUTES[whole]:
        return Fraction(-(-_most_minutes(whole) // MEAN_MINUTES[part]))
    return Fraction(1, _fewest_minutes(part) // MEAN_MINUTES[whole])


def _most_minutes(window: str) -> int:
    return _DAYS[window][1] * _DAY if window in _DAYS else MEAN_MINUTES[window]


def _fewest_minutes(window: str) -> int:
    return _DAYS[window][0] * _DAY if window in _DAYS else MEAN_MINUTES[window]


def in_words(window: str | None) -> str:
    """Return a window as the end of a phrase: `a month`, or `for good`."""
    return "for good" if window is None else f"an {window}" if window == "hour" else f"a {window}"
