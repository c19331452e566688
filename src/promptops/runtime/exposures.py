"""Exposure: the event that says which session saw which variant, in the terms of OpenTelemetry."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from promptops.runtime.choices import Choice
from promptops.runtime.events import Value
from promptops.runtime.reasons import DEFAULT, KILLED, PINNED, REVOKED, SPLIT, TARGETED

PROVIDER: Final = "promptops"
REASONS: Final[Mapping[str, str]] = {
    REVOKED: "disabled",
    KILLED: "disabled",
    PINNED: "cached",
    TARGETED: "targeting_match",
    SPLIT: "split",
    DEFAULT: "static",
}


def exposure(choice: Choice, unit: str) -> dict[str, Value]:
    """Return the attributes of the event; none of them is text of the prompt or the value of an input."""
    stamp = choice.stamp
    name, _, version = stamp.prompt.partition("@")
    found: dict[str, Value] = {
        "feature_flag.key": choice.reference,
        "feature_flag.provider.name": PROVIDER,
        "feature_flag.result.reason": REASONS[choice.reason],
        "feature_flag.set.id": choice.bundle.sha256,
        "feature_flag.context.id": unit,
        "gen_ai.prompt.name": name,
        "promptops.stamp": str(stamp),
    }
    optional: dict[str, Value] = {
        "feature_flag.result.variant": choice.variant,
        "feature_flag.version": version or None,
        "gen_ai.prompt.version": version or None,
        "gen_ai.request.model": choice.models[0].id if choice.models else None,
        "gen_ai.agent.name": choice.agent and choice.agent.partition(":")[2],
    }
    return found | {key: value for key, value in optional.items() if value is not None}
