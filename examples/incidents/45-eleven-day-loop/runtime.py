"""Two agents hand a report to each other: the run ends with the turns of the one that has fewer."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import promptops.runtime as promptops


def hand_over(session: promptops.Session, agent: str, other: str, turns: list[str]) -> None:
    """Take a turn, then give the work to the other agent, who does the same."""
    with session.enter(agent) as run:
        run.turn()
        turns.append(agent)
        hand_over(run, other, agent, turns)


def replay(channel: Any) -> Iterator[tuple[str, object, object]]:
    """Yield what is looked at, what was found, and what was to be."""
    channel.publish("after")
    turns: list[str] = []
    code = ""
    try:
        hand_over(channel.open().session("report-1"), "research/analyst", "research/verifier", turns)
    except promptops.LimitError as error:
        code = error.code
    yield "the run ends", code, "turns-limit"
    yield "after the twelve turns of the analyst", turns.count("research/analyst"), 12
