"""Exposure: the events that say which session saw which variant, in the terms of OpenTelemetry."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from promptops.runtime.bundle import unversioned
from promptops.runtime.choices import Choice
from promptops.runtime.events import EVALUATION, Value
from promptops.runtime.reasons import DEFAULT, KILLED, PINNED, REVOKED, SPLIT, TARGETED

PROVIDER: Final = "promptops"
_REASONS: Final[Mapping[str, str]] = {
    REVOKED: "disabled",
    KILLED: "disabled",
    PINNED: "cached",
    TARGETED: "targeting_match",
    SPLIT: "split",
    DEFAULT: "default",
}


def reason_of(choice: Choice) -> str:
    """Return why a session got something: `static` is what every session gets, `default` what variants leave over."""
    if choice.reason in (DEFAULT, SPLIT) and _is_static(choice):
        return "static"
    return _REASONS[choice.reason]


def _is_static(choice: Choice) -> bool:
    """Say whether nothing divides sessions: there is one text, or one variant for everybody, and no rollout."""
    variants = choice.bundle.attributes(choice.reference).get("variants", ())
    if variants and not (len(variants) == 1 and choice.variant is not None and "segment" not in variants[0]):
        return False
    led = (choice.agent or "", choice.reference, *(model.reference for model in choice.models), *choice.granted)
    return choice.bundle.rolled_out.isdisjoint(map(unversioned, led))


def names_of(choice: Choice) -> Iterator[str]:
    """Yield the names of the events that record a choice: that of OpenTelemetry, and those that rollouts ask for."""
    yield EVALUATION
    known = choice.bundle.exposures
    if known:
        model = choice.models[0].reference if choice.models else None
        for reference in (choice.reference, choice.agent, model, *(tool.reference for tool in choice.tools)):
            yield from known.get(reference, ()) if reference else ()


def exposure(choice: Choice, unit: str) -> dict[str, Value]:
    """Return the attributes of the event; none of them is text of the prompt or the value of an input."""
    stamp = choice.stamp
    name, _, version = stamp.prompt.partition("@")
    found: dict[str, Value] = {
        "feature_flag.key": choice.reference,
        "feature_flag.provider.name": PROVIDER,
        "feature_flag.result.reason": reason_of(choice),
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
