"""What one request takes of a budget at most."""

from __future__ import annotations

from typing import Final

from promptops.bounds import Bound
from promptops.budgets.money import Unit

MAKES_REQUESTS: Final = frozenset({"agent", "eval", "feature"})
"""The kinds that draw on budgets by requests: of a team nobody knows what it will do."""


def worst_case(bound: Bound, unit: Unit) -> int | None:
    """Return the most that one request takes, in micro-USD or in tokens in and out; None where that has no end."""
    if unit == "usd":
        return bound.cost.greatest
    if bound.input.greatest is None or bound.output.greatest is None:
        return None
    return bound.input.greatest + bound.output.greatest
