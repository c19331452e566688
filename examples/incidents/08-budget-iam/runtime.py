"""Spending needs a budget of the bundle: the loudest agent can empty its own, and nobody else's."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import promptops.runtime as promptops


def calls_until_blocked(session: promptops.Session, agent: str) -> int:
    """Return how many calls of a million tokens an agent gets."""
    decision = session.resolve(agent)
    for count in range(10_000):
        try:
            with session.reserve(decision, input_tokens=1_000_000, output_tokens=0):
                pass
        except promptops.BudgetError:
            return count
    return -1


def replay(channel: Any) -> Iterator[tuple[str, object, object]]:
    """Yield what is looked at, what was found, and what was to be."""
    # The repository names no model, as its budgets are what matters: the channel adds one at 3 USD a million tokens.
    channel.publish("after", model={"input": "3", "per": 1_000_000})
    session = channel.open().session("traveller-1")
    yield "the demo gets its 600 USD", calls_until_blocked(session, "agent:keynote"), 200
    yield "and the bookings keep their own", calls_until_blocked(session, "agent:booking"), 50
