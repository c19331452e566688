"""What an application is told when something cannot be had.

Every exception is a `PromptopsError`: `str(error)` states the fact, `help` says what to do, `code` is for programs.
What the loader refuses is one too, `promptops.trust.refusals.RefusedError`.
"""

from __future__ import annotations

from promptops.errors import PromptopsError


class ServingError(PromptopsError):
    """Something that an application asked for cannot be had; `code` is a constant in kebab case."""

    def __init__(self, code: str, message: str, help: str) -> None:
        super().__init__(message, help=help)
        self.code = code


class UnknownNameError(ServingError):
    """The bundle holds nothing of that name."""


class KilledError(ServingError):
    """What was asked for is switched off or revoked, and nothing is declared to take its place."""


class InputError(ServingError):
    """A value that the application passed is not what is declared or possible."""


class BudgetError(ServingError):
    """There is no right to spend: no budget, nothing left of it, or nobody to ask."""


class LimitError(ServingError):
    """A run has reached what its agent or tool declares: depth, turns, calls of tools, cost or time."""


class PinError(ServingError):
    """A session cannot be taken up again."""
