"""The tree of budgets in a bundle: which ones a call draws on, from the nearest up to the root."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from promptops.runtime.amounts import micro_usd
from promptops.runtime.bundle import Bundle, unversioned
from promptops.runtime.errors import BudgetError
from promptops.runtime.restrictions import Kills
from promptops.trust.restrictions import Cap

BLOCK = "block"
DEGRADE = "degrade"
ALERT = "alert"


class Budget(NamedTuple):
    """A budget that a call draws on: what may be spent in each calendar window in UTC, None for all time.

    `on_exceed` is what happens when it is used up: `block`, `degrade` or `alert`. `models` are the references of those
    that it may be spent on, None for any.
    """

    reference: str
    cap: Cap
    window: str | None
    on_exceed: str
    models: frozenset[str] | None


def declared_caps(bundle: Bundle) -> dict[str, Cap]:
    """Return what each budget of a bundle declares."""
    return {reference: _declared(bundle.attributes(reference)) for reference in bundle.of_kind("budget")}


def drawn_on(bundle: Bundle, kills: Kills, reference: str) -> list[Budget]:
    """Return a budget and those that it is a part of, the nearest first, with caps as lowered by what is switched off.

    Raises:
        BudgetError: one of them is switched off.
    """
    found = []
    for each in _upwards(bundle, reference):
        attributes = bundle.attributes(each)
        reason = kills.why_not(each)
        if reason is not None:
            raise BudgetError("killed-budget", f"`{each}` is switched off: {reason}", "wait until it is lifted")
        models = frozenset(bundle.links(each, "/models")) if attributes.get("models") else None
        lowered = kills.restrictions.caps.get(each, Cap())
        cap = _declared(attributes).lowered(lowered)
        found.append(Budget(each, cap, attributes.get("window"), attributes.get("on_exceed", BLOCK), models))
    return found


def held_by(bundle: Bundle, holder: str) -> str | None:
    """Return the budget that someone holds (`feature:support/chat`), None where there is none."""
    for reference in bundle.of_kind("budget"):
        if unversioned(bundle.attributes(reference)["holder"]) == holder:
            return reference
    return None


def _upwards(bundle: Bundle, reference: str) -> Iterator[str]:
    current: str | None = reference
    seen: set[str] = set()
    while current is not None and current not in seen:
        yield current
        seen.add(current)
        current = bundle.link(current, "/parent")


def _declared(attributes: Mapping[str, Any]) -> Cap:
    amount = attributes["amount"]
    usd = amount.get("usd")
    return Cap(amount.get("tokens"), None if usd is None else micro_usd(usd))
