"""The circle that nobody declared ends at its second turn, whatever the model chooses."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import promptops.runtime as promptops


def assess_claim(session: promptops.Session, calls: list[str]) -> None:
    """Call the model, which calls the other tool."""
    with session.enter("assess-claim") as inner:
        calls.append("assess-claim")
        find_similar_claims(inner, calls)


def find_similar_claims(session: promptops.Session, calls: list[str]) -> None:
    """Call the model, which chooses the first tool again."""
    with session.enter("find-similar-claims") as inner:
        calls.append("find-similar-claims")
        assess_claim(inner, calls)


def replay(channel: Any) -> Iterator[tuple[str, object, object]]:
    """Yield what is looked at, what was found, and what was to be."""
    channel.publish("before")
    calls: list[str] = []
    code = ""
    try:
        assess_claim(channel.open().session("claim-1"), calls)
    except promptops.LimitError as error:
        code = error.code
    yield "the circle ends", code, "reentrancy"
    yield "each tool was called once", calls, ["assess-claim", "find-similar-claims"]
