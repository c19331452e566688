"""Names in which a star stands for any characters."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache


@lru_cache(maxsize=256)
def any_name(patterns: tuple[str, ...]) -> Callable[[str], bool]:
    """Return a predicate that holds for the names that one of some patterns matches; letter case counts."""
    plain = frozenset(pattern for pattern in patterns if "*" not in pattern)
    starred = [pattern.split("*") for pattern in patterns if "*" in pattern]
    return lambda name: name in plain or any(_matches(parts, name) for parts in starred)


def _matches(parts: Sequence[str], name: str) -> bool:
    """Say whether a name has the parts in order, the first and the last at its ends: no choice is ever taken back."""
    first, *inner, last = parts
    if len(name) < len(first) + len(last) or not (name.startswith(first) and name.endswith(last)):
        return False
    place, end = len(first), len(name) - len(last)
    for part in inner:
        place = name.find(part, place, end)
        if place < 0:
            return False
        place += len(part)
    return True
