"""What a search for an instance ends in."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple, Protocol, TypeAlias

from promptops.changes.schemas.budget import Budget
from promptops.changes.schemas.evaluation import Evaluation
from promptops.changes.schemas.nodes import Literal, Pool


class Found(NamedTuple):
    """An instance, in all likelihood: whoever is told has to check it."""

    value: Any


class Nothing(NamedTuple):
    """A proof that there is no instance."""


class Unknown(NamedTuple):
    """Neither an instance nor a proof that there is none, and for what reason."""

    reason: str


Outcome: TypeAlias = Found | Nothing | Unknown
NOTHING = Nothing()


class Run(Protocol):
    """A search as those see it that search in a part of an instance."""

    pool: Pool
    budget: Budget
    evaluation: Evaluation

    def solve(self, literals: Iterable[Literal]) -> Outcome:
        """Return an instance of all literals. Raises `ExhaustedError`."""
        ...
