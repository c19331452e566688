"""The provider that a model is called at: how long an attempt may take, how often it is tried, how fast one may ask."""

from __future__ import annotations

from typing import NamedTuple

from promptops.runtime.amounts import milliseconds
from promptops.runtime.bundle import Bundle

_SECOND = 1_000


class Provider(NamedTuple):
    """One provider of the bundle, as clients are set up with it; None is what it does not declare.

    `timeout` are seconds for one attempt, `max_attempts` counts the first one, too.
    """

    reference: str
    name: str
    timeout: float | None
    max_attempts: int | None
    requests_per_minute: int | None
    tokens_per_minute: int | None


def provider_of(bundle: Bundle, reference: str) -> Provider:
    """Return a provider of the bundle."""
    attributes = bundle.attributes(reference)
    timeout, limits = attributes.get("timeout"), attributes.get("limits", {})
    return Provider(
        reference=reference,
        name=attributes["name"],
        timeout=None if timeout is None else milliseconds(timeout) / _SECOND,
        max_attempts=attributes.get("retries", {}).get("max_attempts"),
        requests_per_minute=limits.get("requests_per_minute"),
        tokens_per_minute=limits.get("tokens_per_minute"),
    )
