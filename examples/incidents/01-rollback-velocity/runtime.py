"""One call switches back to a bundle that was verified before, in under a second and with nothing but the store."""

from __future__ import annotations

from collections.abc import Iterator
from time import perf_counter
from typing import Any


def replay(channel: Any) -> Iterator[tuple[str, object, object]]:
    """Yield what is looked at, what was found, and what was to be."""
    good = channel.publish("after")
    runtime = channel.open()
    bad = channel.publish("before")
    yield "the bad release is in force", runtime.refresh().active, bad
    began = perf_counter()
    channel.back_to(good)
    yield "so is the good one again", runtime.refresh().active, good
    yield "in under a second", perf_counter() - began < 1, True
    reply = runtime.session("customer-1").resolve("support/reply@2")
    yield "and the old model answers", reply.model, "meridian-large-2025-11-20"
