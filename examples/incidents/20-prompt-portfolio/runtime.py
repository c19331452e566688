"""An intent gets the text that was written for it; all others share two by weight, and keep what they got."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import promptops.runtime as promptops

SESSIONS = 2_000


def variants(runtime: promptops.Runtime, **context: str) -> list[str | None]:
    """Return the variant that each of many travellers gets."""
    found = []
    for number in range(SESSIONS):
        with runtime.session(f"traveller-{number}", **context) as session:
            found.append(session.resolve("travel/answer").variant)
    return found


def replay(channel: Any) -> Iterator[tuple[str, object, object]]:
    """Yield what is looked at, what was found, and what was to be."""
    channel.publish("before")
    runtime = channel.open()
    yield "nobody gets the forgotten text", "rebooking" in variants(runtime, intent="rebooking"), False
    channel.publish("after")
    yield "whom it is for does", set(variants(runtime, intent="rebooking")), {"rebooking"}
    others = variants(runtime, intent="luggage")
    yield "nine in ten of the others get the long one", round(others.count("best") / SESSIONS, 1), 0.9
    yield "and the rest the short one", set(others), {"best", "short"}
    yield "each the same on another machine", variants(channel.open(), intent="luggage"), others
