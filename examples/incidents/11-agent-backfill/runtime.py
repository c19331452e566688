"""Each decision is stored with its stamp, so that those of the old model are found when it is another."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import promptops.runtime as promptops


def decided(runtime: promptops.Runtime, claims: list[str]) -> dict[str, str]:
    """Decide on claims, and return what is stored with each."""
    stored = {}
    for claim in claims:
        with runtime.session(claim) as session:
            decision = session.resolve("agent:claims/assessor")
            decision.render()
            stored[claim] = str(decision.stamp)
    return stored


def replay(channel: Any) -> Iterator[tuple[str, object, object]]:
    """Yield what is looked at, what was found, and what was to be."""
    old = channel.publish("before")
    runtime = channel.open()
    stored = decided(runtime, ["claim-1", "claim-2"])
    new = channel.publish("after")
    stored |= decided(runtime, ["claim-3"])
    stamps = {claim: promptops.Stamp.parse(text) for claim, text in stored.items()}
    by_old, by_new = ([claim for claim, stamp in stamps.items() if stamp.bundle == each] for each in (old, new))
    yield "what the old release decided is found", by_old, ["claim-1", "claim-2"]
    yield "and so is what the new one did", by_new, ["claim-3"]
    prompts = {stamp.prompt for stamp in stamps.values()}
    yield "with the version of the prompt", prompts, {"claims/assess@1.4.0", "claims/assess@1.4.1"}
