"""A release takes a tool away: open conversations keep what they began with, until their time to drain is over."""

from __future__ import annotations

from collections.abc import Iterator
from time import sleep
from typing import Any

DRAIN = 0.2
"""Seconds; two hours in the story."""


def replay(channel: Any) -> Iterator[tuple[str, object, object]]:
    """Yield what is looked at, what was found, and what was to be."""
    channel.publish("before")
    runtime = channel.open(drain=DRAIN)
    conversation = runtime.session("customer-1")
    before = conversation.resolve("agent:shop/assistant").tools
    channel.publish("good")
    after = runtime.session("customer-2").resolve("agent:shop/assistant").tools
    yield "a new conversation does without the tool", sorted(set(before) - set(after)), ["hold-item"]
    yield "an open one keeps it", conversation.resolve("agent:shop/assistant").tools, before
    with conversation.enter("hold-item") as inner:
        yield "and can call it", inner.unit, "customer-1"
    sleep(DRAIN)
    runtime.refresh()
    yield "until it has drained", conversation.resolve("agent:shop/assistant").tools, after
