"""The model that a decision names: what an application calls, and what it may call in its place."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from promptops.runtime.amounts import micro_usd
from promptops.runtime.bundle import Bundle
from promptops.runtime.errors import KilledError
from promptops.runtime.providers import Provider, provider_of
from promptops.runtime.restrictions import Kills


class Price(NamedTuple):
    """What tokens cost: micro-USD for `per` tokens."""

    input: int
    output: int
    per: int

    def cost(self, input_tokens: int, output_tokens: int) -> int:
        """Return the cost of a call in micro-USD, rounded up."""
        return -(-(input_tokens * self.input + output_tokens * self.output) // self.per)


class Model(NamedTuple):
    """One model of the bundle: `id` is how its provider calls it; provider and price are None where it has none."""

    reference: str
    id: str
    provider: Provider | None
    price: Price | None

    @property
    def name(self) -> str:
        """Return the name in the repository, with its major version."""
        return self.reference.partition(":")[2]


def model_of(bundle: Bundle, reference: str) -> Model:
    """Return a model of the bundle."""
    attributes = bundle.attributes(reference)
    provider = bundle.link(reference, "/provider")
    return Model(
        reference,
        attributes.get("id") or attributes["name"],
        None if provider is None else provider_of(bundle, provider),
        _price(attributes.get("price")),
    )


def in_service(bundle: Bundle, kills: Kills, reference: str) -> list[str]:
    """Return a model and its fallbacks, in the order in which they are to be called, without those switched off.

    Raises:
        KilledError: none is left.
    """
    found = [each for each in _with_fallbacks(bundle, reference) if kills.why_not(each) is None]
    if not found:
        reason = kills.why_not(reference)
        message = f"the model `{reference}` is switched off, and so is what could take its place: {reason}"
        raise KilledError("killed-model", message, "declare `fallbacks` of the model, or lift the kill")
    return found


def _with_fallbacks(bundle: Bundle, reference: str) -> Iterator[str]:
    yield reference
    yield from (each for each in bundle.links(reference, "/fallbacks") if each != reference)


def _price(declared: Mapping[str, Any] | None) -> Price | None:
    if declared is None:
        return None
    return Price(micro_usd(declared["input"]), micro_usd(declared.get("output", "0")), declared["per"])
