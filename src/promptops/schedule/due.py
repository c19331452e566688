"""One date that matters."""

from __future__ import annotations

from datetime import date
from typing import Final, Literal, NamedTuple, TypeAlias

from promptops.resources.entries import Place

Kind: TypeAlias = Literal[
    "review", "removal", "migration", "announcement", "retirement", "rotation", "waiver", "soak", "dataset", "index"
]
FIRST_BAD_DAY: Final = frozenset({"retirement", "announcement"})
"""Kinds whose day is the first of what comes; of all others it is the last on which all is well."""

ONLY_AHEAD: Final = frozenset({"announcement"})
"""Kinds that ask nothing of anyone once they have come."""


class Due(NamedTuple):
    """A date that matters: what becomes due on it, for whom, and where that is written.

    `subject` is the reference of a resource, or the name of what it is about, and `told` what the day is, in words.
    `key` tells it apart from the other dates of its kind for as long as it is about the same thing, whatever its day.
    """

    day: date
    kind: Kind
    subject: str
    told: str
    owner: str | None
    at: Place
    key: tuple[str, ...]

    def is_over(self, today: date) -> bool:
        """Say whether it lies behind a day."""
        return self.day <= today if self.kind in FIRST_BAD_DAY else self.day < today

    def matters(self, today: date) -> bool:
        """Say whether anybody has to think of it on a day."""
        return self.kind not in ONLY_AHEAD or not self.is_over(today)
