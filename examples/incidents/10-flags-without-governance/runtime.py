"""A prompt edit as a flag: whom it reaches is declared, who saw it is told, and one kill takes it back."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import promptops.runtime as promptops


def version_for(runtime: promptops.Runtime, user: str, **context: str) -> str:
    """Return the prompt that a user gets, who sees it."""
    with runtime.session(user, **context) as session:
        decision = session.resolve("support/triage")
        decision.render()
        return decision.prompt


def replay(channel: Any) -> Iterator[tuple[str, object, object]]:
    """Yield what is looked at, what was found, and what was to be."""
    channel.publish("after")
    runtime = channel.open()
    new, old = "prompt:support/triage@2", "prompt:support/triage@1"
    yield "staff get the new version", version_for(runtime, "ines", cohort="staff"), new
    yield "customers do not", version_for(runtime, "customer-1"), old
    seen = channel.told(runtime, "feature_flag.evaluation")
    told = [(each["feature_flag.context.id"], each["feature_flag.key"]) for each in seen]
    yield "who saw what is told", told, [("ines", new), ("customer-1", old)]
    exposed = [each["feature_flag.context.id"] for each in channel.told(runtime, "support.triage.exposed")]
    yield "and who got the change, by the rollout's own event", exposed, ["ines"]
    channel.switch_off(disabled={new: {"reason": "it loses complaints"}})
    yield "a kill takes it back from everybody", version_for(runtime, "ines", cohort="staff"), old
