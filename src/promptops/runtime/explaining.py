"""Explaining a stamp: the decision is made again, from the same things."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from promptops.runtime.buckets import bytes_of
from promptops.runtime.bundle import Bundle
from promptops.runtime.checking import check_resources
from promptops.runtime.errors import InputError
from promptops.runtime.reasons import DEFAULT, PINNED, REVOKED
from promptops.runtime.restrictions import Kills
from promptops.runtime.stamps import Stamp
from promptops.runtime.texts import Texts
from promptops.runtime.views import View
from promptops.trust.bundles import Bundle as BundleDocument
from promptops.trust.restrictions import Restrictions


class Explanation(NamedTuple):
    """What comes out when a decision is made again: `agrees` says whether it is what was stamped.

    `prompt` is the full reference of what was decided; `variants` are all that it has; `bucket_salt` is what its
    buckets are counted with.
    """

    agrees: bool
    stamped: Stamp
    found: Stamp
    prompt: str
    variants: tuple[str, ...]
    bucket_salt: str


def explain(
    stamp: Stamp | str,
    bundle: BundleDocument,
    *,
    unit: str,
    context: Mapping[str, Any] | None = None,
    name: str | None = None,
    restrictions: Restrictions | None = None,
) -> Explanation:
    """Make the decision again that a stamp was made of, and return what comes of it.

    `bundle` is the verified bundle that the stamp names; `unit` and `context` are those of the session; `name` is what
    was asked for, the stamp's prompt when left out; `restrictions` is what was switched off then. A stamp says itself
    whether the session was pinned or moved from a revoked bundle.

    Raises:
        InputError: this is no stamp.
        UnknownNameError: the bundle has no such prompt: it is not the one of the stamp.
        KilledError: with these restrictions there would have been no decision.
    """
    stamped = Stamp.parse(stamp) if isinstance(stamp, str) else stamp
    check_resources(bundle.resources)
    resources = Bundle(stamped.bundle, bundle.environment, bundle.resources)
    view = View(resources, Texts(resources), Kills(restrictions or Restrictions()))
    pinned = _pins(resources, stamped) if stamped.reason == PINNED else {}
    reason = REVOKED if stamped.reason == REVOKED else DEFAULT
    attributes = {"unit": unit, **(context or {})}
    for asked in (name,) if name else _names(stamped):
        choice = view.decide(asked, _encoded(unit), attributes, pinned, reason)
        if choice.stamp == stamped:
            break
    variants = tuple(each["name"] for each in resources.attributes(choice.reference).get("variants", ()))
    return Explanation(
        agrees=choice.stamp == stamped,
        stamped=stamped,
        found=choice.stamp,
        prompt=choice.reference,
        variants=variants,
        bucket_salt=resources.salt(choice.reference),
    )


def _names(stamp: Stamp) -> tuple[str, ...]:
    """Return what may have been asked for: the name of the prompt, with or without its major version."""
    title, _, version = stamp.prompt.partition("@")
    return (title, f"{title}@{version.partition('.')[0]}") if version else (title,)


def _pins(bundle: Bundle, stamp: Stamp) -> dict[str, str]:
    title = stamp.prompt.partition("@")[0]
    return {reference: stamp.variant for reference in bundle.majors(f"prompt:{title}") if stamp.variant is not None}


def _encoded(unit: str) -> bytes:
    found = bytes_of(unit)
    if found is None:
        raise InputError("wrong-unit", "the unit is not valid Unicode", "pass in that of the session")
    return found
