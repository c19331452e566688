"""Calendar windows in UTC, in which an amount may be spent."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Final

ALL_TIME: Final = "all"
_FORMATS: Final = {"minute": "%Y-%m-%dT%H:%M", "hour": "%Y-%m-%dT%H", "day": "%Y-%m-%d", "month": "%Y-%m", "year": "%Y"}
_LENGTHS: Final = {
    "minute": timedelta(minutes=1),
    "hour": timedelta(hours=1),
    "day": timedelta(days=1),
    "week": timedelta(weeks=1),
    "month": timedelta(days=31),
    "quarter": timedelta(days=92),
    "year": timedelta(days=366),
}


def window_of(window: str | None, seconds: float) -> str:
    """Return the name of the window that a time lies in, in seconds since 1970, such as `2026-11`."""
    if window is None:
        return ALL_TIME
    time = datetime.fromtimestamp(seconds, UTC)
    if window == "week":
        year, week, _ = time.isocalendar()
        return f"{year}-W{week:02}"
    if window == "quarter":
        return f"{time.year}-Q{(time.month + 2) // 3}"
    return time.strftime(_FORMATS[window])


def longest(window: str | None) -> int | None:
    """Return how many seconds a window lasts at most, None for one without an end."""
    return None if window is None else int(_LENGTHS[window].total_seconds())
