"""How much looking the examples of one resource may cost."""

from __future__ import annotations

from typing import Any

MAX_WORK = 500_000
"""Most characters that the keywords of one resource's schemas may look at: a fifth of a second."""
_WORK_OF_A_LOOK = 25
"""Characters that could be looked at in the time that it takes to begin."""


class Work:
    """What may still be spent on the examples of one resource."""

    def __init__(self, left: int = MAX_WORK) -> None:
        self.left = left
        self.sizes: dict[int, int] = {}

    def spend(self, *values: Any) -> None:
        """Count values that a keyword looks at. Raises `ExhaustedError`."""
        self.left -= _WORK_OF_A_LOOK + sum(self.sizes.get(id(value)) or shallow_size(value) for value in values)
        if self.left < 0:
            raise ExhaustedError


class ExhaustedError(Exception):
    """Judging the value takes more work than it may."""


def shallow_size(value: Any) -> int:
    """Return how much there is to look at in a value without its parts."""
    return len(value) if isinstance(value, str | list | dict) else 1
