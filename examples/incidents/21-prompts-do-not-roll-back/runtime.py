"""The text goes back at once; which conversations the bad release has written in is known for as long as they last."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any


def replay(channel: Any) -> Iterator[tuple[str, object, object]]:
    """Yield what is looked at, what was found, and what was to be."""
    good = channel.publish("before")
    runtime = channel.open()
    bad = channel.publish("after")
    with runtime.session("customer-1") as session:
        session.resolve("support/concierge").render()
        pin = str(session.pin())
    channel.current = good
    channel.switch_off(revoked={bad: {"reason": "it promised refunds"}})
    channel.back_to(good)
    resumed = runtime.resume(pin)
    decision = resumed.resolve("support/concierge")
    yield "the conversation goes on with the good release", (decision.stamp.bundle, decision.reason), (good, "revoked")
    decision.render()
    yield "and it is known what wrote its turns", resumed.bundles, {bad: "it promised refunds", good: None}
