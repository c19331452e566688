"""Names in a sentence, of which there may be too many to tell."""

from __future__ import annotations

from collections.abc import Sequence

from promptops.resources.rejections import enumerated


def one_and_others(names: Sequence[str], most: int) -> str:
    """Return all names where they are not more than so many, else the first and how many others there are."""
    return enumerated(names, "and") if len(names) <= most else f"`{names[0]}` and {len(names) - 1:,} others"


def some_and_more(names: Sequence[str], most: int) -> str:
    """Return all names where they are not more than so many, else so many and how many more there are."""
    if len(names) <= most:
        return enumerated(names, "and")
    return f"{', '.join(f'`{name}`' for name in names[:most])} and {len(names) - most:,} more"
