"""Public holidays on working days, by country or region."""

from __future__ import annotations

import warnings
from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from functools import lru_cache
from typing import Final, NamedTuple

LONGEST: Final = 92
"""Days of a stretch that is still looked at: in one longer than a quarter holidays no longer decide."""
_WORKING_DAYS: Final = 5


class Holidays(NamedTuple):
    """The public holidays of a region in a stretch of days, and how many a stretch as long has in the mean."""

    named: Mapping[date, str]
    usual: Fraction

    @property
    def are_many(self) -> bool:
        """Say whether there are more than usual."""
        return len(self.named) > self.usual


def holidays_between(region: str, start: date, end: date) -> Holidays | None:
    """Return the holidays from one day to another, both included, that fall on Monday to Friday.

    Returns:
        None where the holidays of the region, or of one of the years, are not known.
    """
    years = [_of_year(region, year) for year in range(start.year, end.year + 1)]
    known = [each for each in years if each]
    if len(known) < len(years):
        return None
    length = (end - start).days + 1
    days = (date(end.year, 12, 31) - date(start.year, 1, 1)).days + 1
    named = {day: name for each in known for day, name in sorted(each.items()) if start <= day <= end}
    return Holidays(named, Fraction(sum(map(len, known)) * length, days))


@lru_cache(maxsize=256)
def _of_year(region: str, year: int) -> Mapping[date, str] | None:
    """Return the holidays of a region in a year; None for a region that is not known."""
    import holidays  # noqa: PLC0415 - takes a third of a second

    country, _, part = region.partition("-")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of years before and behind those that are known
            found = holidays.country_holidays(country, subdiv=part or None, years=[year])
    except NotImplementedError:
        return None
    return {day: name for day, name in found.items() if day.isoweekday() <= _WORKING_DAYS}
