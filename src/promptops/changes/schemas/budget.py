"""How much work the comparison of two schemas may take."""

from __future__ import annotations

MAX_STEPS = 60_000
"""Most steps of one comparison, about five microseconds each; what is not decided by then stays undecided."""


class Budget:
    """The steps that are left."""

    __slots__ = ("left",)

    def __init__(self, steps: int = MAX_STEPS) -> None:
        self.left = steps

    def spend(self, steps: int = 1) -> None:
        """Count steps. Raises `ExhaustedError`."""
        self.left -= steps
        if self.left < 0:
            raise ExhaustedError


class ExhaustedError(Exception):
    """Deciding takes more steps than it may; it never leaves the package."""
