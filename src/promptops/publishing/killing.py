"""What a kill document is to say next: something more, or something less, than the one before."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final, NamedTuple

from promptops.errors import UsageError
from promptops.runtime.amounts import micro_usd
from promptops.spelling import closest
from promptops.trust.bundles import Bundle
from promptops.trust.fields import written_time
from promptops.trust.kills import FORMAT
from promptops.trust.restrictions import Cap, Restrictions

_BUDGET: Final = "budget"
VARIANT: Final = "#"
"""What stands between a prompt and the name of a variant."""


class Asset(NamedTuple):
    """A resource of a bundle by its full reference, or one variant of it."""

    reference: str
    variant: str | None

    def __str__(self) -> str:
        return self.reference if self.variant is None else f"{self.reference}{VARIANT}{self.variant}"


def find_assets(bundle: Bundle, named: str) -> list[Asset]:
    """Return the resource of a bundle that is named so, every major version of it where no number is given.

    Kind and number may be left out; a variant stands behind a `#`.

    Raises:
        UsageError: there is none, or there are several of different kinds, or it has no such variant.
    """
    wanted, _, variant = named.partition(VARIANT)
    found = [each for each in bundle.resources if wanted in _names(each)]
    if not found:
        meant = closest(wanted, [name for each in bundle.resources for name in _names(each)])
        message = f"the bundle in force has no resource `{wanted}`"
        raise UsageError(message, help=f"did you mean `{meant}`?" if meant else None)
    if len({each.partition("@")[0] for each in found}) > 1:
        advice = f"name one of {', '.join(f'`{each}`' for each in found)}"
        raise UsageError(f"the bundle in force has several resources called `{wanted}`", help=advice)
    with_variant = [each for each in found if not variant or variant in _variants(bundle.resources[each])]
    if not with_variant:
        raise UsageError(f"`{found[0]}` has no variant `{variant}`")
    return [Asset(each, variant or None) for each in with_variant]


def killed(old: Restrictions, asset: Asset, reason: str) -> Restrictions:
    """Return restrictions with one resource or variant more taken out of service."""
    if asset.variant is None:
        return old._replace(disabled={**old.disabled, asset.reference: reason})
    own = {**old.variants.get(asset.reference, {}), asset.variant: reason}
    return old._replace(variants={**old.variants, asset.reference: own})


def capped(old: Restrictions, bundle: Bundle, asset: Asset, cap: Cap) -> Restrictions:
    """Return restrictions with a lower cap on a budget.

    Raises:
        UsageError: it is no budget.
        RefusedError: the cap is above what the budget declares.
    """
    reference = asset.reference
    if not reference.startswith(f"{_BUDGET}:"):
        raise UsageError(f"`{reference}` is no budget", help="name a budget with `--tokens` and `--usd`")
    new = old._replace(caps={**old.caps, reference: cap})
    new.refuse_widening(declared_caps(bundle))
    return new


def declared_caps(bundle: Bundle) -> dict[str, Cap]:
    """Return what the budgets of a bundle allow: a kill document that allows more is refused."""
    found = {}
    for reference, shipped in bundle.resources.items():
        if shipped["kind"] == _BUDGET:
            amount = shipped["attributes"].get("amount") or {}
            usd = amount.get("usd")
            found[reference] = Cap(amount.get("tokens"), None if usd is None else micro_usd(usd))
    return found


def lifted(old: Restrictions, named: str) -> Restrictions:
    """Return restrictions without those on what is named: a reference, one with a variant, or the digest of a bundle.

    Raises:
        UsageError: nothing is restricted that is called so.
    """
    wanted, _, variant = named.partition(VARIANT)
    variants = {
        reference: {
            name: reason for name, reason in own.items() if wanted not in _names(reference) or variant not in ("", name)
        }
        for reference, own in old.variants.items()
    }
    new = old._replace(
        disabled=_without(old.disabled, named),
        variants={reference: own for reference, own in variants.items() if own},
        caps=_without(old.caps, named),
        revoked={sha256: reason for sha256, reason in old.revoked.items() if not sha256.startswith(named)},
    )
    if new == old:
        known = [*old.disabled, *old.variants, *old.caps, *old.revoked]
        advice = f"restricted are {', '.join(f'`{each}`' for each in known)}" if known else None
        raise UsageError(f"nothing is restricted that is called `{named}`", help=advice)
    return new


def document(restrictions: Restrictions, sequence: int, project: str, channel: str, now: datetime) -> dict[str, Any]:
    """Return the kill document of a channel with this number."""
    return {
        "channel": channel,
        "format": FORMAT,
        "issued_at": written_time(now),
        "project": project,
        "sequence": sequence,
        **fields_of(restrictions),
    }


def fields_of(restrictions: Restrictions) -> dict[str, Any]:
    """Return restrictions as a kill document says them."""
    caps = {name: cap._asdict() for name, cap in restrictions.caps.items()}
    return {
        "caps": {name: {key: most for key, most in cap.items() if most is not None} for name, cap in caps.items()},
        "disabled": _with_reasons(restrictions.disabled),
        "halted": restrictions.halted,
        "revoked": _with_reasons(restrictions.revoked),
        "variants": {reference: _with_reasons(own) for reference, own in restrictions.variants.items()},
    }


def _with_reasons(found: Mapping[str, str]) -> dict[str, dict[str, str]]:
    return {name: {"reason": reason} for name, reason in found.items()}


def _without(found: Mapping[str, Any], named: str) -> dict[str, Any]:
    return {name: value for name, value in found.items() if named not in _names(name)}


def _names(reference: str) -> tuple[str, ...]:
    """Return what a resource may be called: with and without its kind, its major version and its folder."""
    name = reference.partition(":")[2]
    last = name.rpartition("/")[2]
    return reference, reference.partition("@")[0], name, name.partition("@")[0], last, last.partition("@")[0]


def _variants(shipped: Mapping[str, Any]) -> frozenset[str]:
    return frozenset(variant["name"] for variant in shipped["attributes"].get("variants") or () if "name" in variant)
