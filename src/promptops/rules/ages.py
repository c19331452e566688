"""What is said of something that is too old, or soon will be."""

from __future__ import annotations

from datetime import date

from promptops.diagnostics import Severity
from promptops.rules.contexts import Problem
from promptops.schedule.ages import Age


def age_problem(age: Age, today: date, subject: str, advice: str, horizon: int, grace: int) -> Problem | None:
    """Return the problem with an age on a day, None where there is none; `subject` goes before the day it counts from.

    It is a warning from so many days of `horizon` before the last day on, and an error more days of `grace` behind it.
    A day to come from which an age counts is a warning as well, and so is a limit beyond the calendar.
    """
    related = ((age.limit_at, "how old it may become"),)
    last, told = age.last_day, f"{subject} {age.since}"
    if age.since > today:
        message = f"{told}, which is still to come"
        return Problem(message, age.since_at, "write the day on which it happened", at_most=Severity.WARNING)
    if last is None:
        message = f"{told}, and an age of {age.limit_words} ends beyond the year {date.max.year}"
        return Problem(message, age.limit_at, "write an age that somebody will see", at_most=Severity.WARNING)
    left = (last - today).days
    if left < -grace:
        message = f"{told}: that is {_days(-left)} more than {age.limit_words} ago"
        return Problem(message, age.since_at, advice, related, age.what)
    if 0 <= left <= horizon:
        message = f"{told}: it is {age.limit_words} old {f'in {_days(left)}' if left else 'today'}"
        return Problem(message, age.since_at, advice, related, age.what, at_most=Severity.WARNING)
    return None


def _days(number: int) -> str:
    return f"{number:,} day{'s'[: number != 1]}"
