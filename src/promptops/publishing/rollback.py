"""The way back: which bundle a channel goes back to, what that takes away, and what is done about what it leaves."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta
from typing import Any, Final, NamedTuple

from promptops.errors import UsageError
from promptops.publishing.channel import Channel
from promptops.publishing.finding import find_bundle
from promptops.publishing.killing import declared_caps
from promptops.trust.bundles import Bundle
from promptops.trust.channels import BundleAddress, ChannelPointer
from promptops.trust.refusals import RefusedError

IMPRINTS: Final = ("caches", "histories", "baselines", "cohorts", "contracts")
"""What a release leaves behind when its text is taken back."""
ADAPTED: Final = timedelta(days=30)
"""After so long people count as used to a release."""


class Changed(NamedTuple):
    """A resource that going back changes: `back` to what it was, `gone`, or `returned`."""

    reference: str
    how: str


class Imprint(NamedTuple):
    """What a rollout says is done about one kind of imprint; None where it says nothing."""

    kind: str
    action: str | None


class RollbackPlan(NamedTuple):
    """All that is known of a way back before it is taken.

    `since` is when the bundle that goes came into force, as far as the store remembers. `imprints` are by the rollouts
    of what changes; `warnings` are the reasons to think twice, by the rule that has the same.
    """

    leaving: ChannelPointer
    since: datetime
    target: BundleAddress
    changed: tuple[Changed, ...]
    imprints: Mapping[str, tuple[Imprint, ...]]
    warnings: Mapping[str, str]

    @property
    def is_complete(self) -> bool:
        """Say whether every imprint of everything that changes has something said about it."""
        return bool(self.imprints) and all(each.action for found in self.imprints.values() for each in found)


def rollback_plan(channel: Channel, to: str | None, now: datetime) -> RollbackPlan:
    """Return the plan of going back to the bundle that was in force before, or to another one.

    Raises:
        UsageError: there is no such bundle, or it is the one in force.
        RefusedError: a bundle or what is signed of it cannot be believed, or it is revoked.
    """
    leaving, since, before = _past(channel)
    target = before if to is None else find_bundle(channel, to)
    if target is None:
        message = f"the store remembers nothing that the channel `{channel.name}` pointed at before"
        raise UsageError(message, help="say with `--to` which bundle is meant")
    if target.sha256 == leaving.bundle.sha256:
        raise UsageError(f"the channel `{channel.name}` points at that bundle already")
    channel.statement(target.sha256)
    old, new = _left(channel, leaving.bundle), channel.bundle(target)
    if channel.kill is not None:
        channel.kill.restrictions.refuse_revoked(target.sha256)
        channel.kill.restrictions.refuse_widening(declared_caps(new))
    warnings = dict(_warnings(new, since, now))
    if old is None:
        warnings["unreadable-bundle"] = "what goes cannot be read, so that nobody can tell what changes"
        return RollbackPlan(leaving, since, target, (), {}, warnings)
    changed = tuple(_changes(old, new))
    return RollbackPlan(leaving, since, target, changed, dict(_imprints(old, changed)), warnings)


def _left(channel: Channel, address: BundleAddress) -> Bundle | None:
    """Return the bundle that goes, None where it is broken: there is no better reason to go back."""
    try:
        return channel.bundle(address)
    except RefusedError:
        return None


def _past(channel: Channel) -> tuple[ChannelPointer, datetime, BundleAddress | None]:
    """Return the pointer in force, since when its bundle is, and the last other bundle that is not revoked."""
    leaving = channel.current
    since = leaving.issued_at
    revoked = () if channel.kill is None else channel.kill.restrictions.revoked
    for pointer in channel.history():
        if pointer.bundle.sha256 == leaving.bundle.sha256:
            since = pointer.issued_at
        elif pointer.bundle.sha256 not in revoked:
            return leaving, since, pointer.bundle
    return leaving, since, None


def _changes(old: Bundle, new: Bundle) -> Iterator[Changed]:
    for reference in sorted({*old.resources, *new.resources}):
        before, after = old.resources.get(reference), new.resources.get(reference)
        if after is None:
            yield Changed(reference, "gone")
        elif before is None:
            yield Changed(reference, "returned")
        elif before != after:
            yield Changed(reference, "back")


def _imprints(old: Bundle, changed: tuple[Changed, ...]) -> Iterator[tuple[str, tuple[Imprint, ...]]]:
    """Yield, for each rollout of something that changes, what it says is done about each imprint."""
    touched = {each.reference for each in changed}
    for reference, shipped in old.resources.items():
        if shipped["kind"] == "rollout" and shipped["links"].get("/target") in touched:
            said = (shipped["attributes"].get("rollback") or {}).get("imprints") or {}
            yield reference, tuple(Imprint(kind, said.get(kind)) for kind in IMPRINTS)


def _warnings(new: Bundle, since: datetime, now: datetime) -> Iterator[tuple[str, str]]:
    if now - since > ADAPTED:
        days = (now - since).days
        yield "late-rollback", f"people have had what goes for {days} days: go back in stages, and tell them"
    retired = sorted(f"{name} on {day}" for name, day in _retirements(new) if day <= now.date())
    if retired:
        yield "rollback-target-retires", f"models of what comes back have retired: {', '.join(retired)}"


def _retirements(bundle: Bundle) -> Iterator[tuple[str, date]]:
    for reference, shipped in bundle.resources.items():
        written: Any = shipped["attributes"].get("retires_on")
        if shipped["kind"] == "model" and isinstance(written, str):
            with contextlib.suppress(ValueError):
                yield reference, date.fromisoformat(written)
