"""Moving a channel: forward, back, or restricted."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from promptops.errors import PromptopsError, UsageError
from promptops.publishing.channel import Channel, Next
from promptops.publishing.finding import find_bundle
from promptops.publishing.killing import declared_caps, document
from promptops.publishing.rollback import RollbackPlan
from promptops.trust.channels import BundleAddress, ChannelPointer
from promptops.trust.fields import written_time
from promptops.trust.kills import KillDocument
from promptops.trust.refusals import Code, RefusedError
from promptops.trust.restrictions import Restrictions
from promptops.trust.signing import Signer
from promptops.trust.statements import Statement

_NOT_MINE = frozenset({Code.UNKNOWN_KEY, Code.WRONG_ROLE_KEY, Code.WRONG_CHANNEL_KEY, Code.TOO_FEW_SIGNATURES})


def promote(  # noqa: PLR0913 - what a promotion is made of
    channel: Channel,
    named: str | None,
    signers: Sequence[Signer],
    *,
    now: datetime,
    lifetime: timedelta,
    reviewers: int = 0,
    check: Callable[[Statement], object] | None = None,
    epoch: int | None = None,
) -> ChannelPointer:
    """Point a channel at a bundle that is named so, or again at the one in force.

    `reviewers` is how many people must have reviewed it; `check` raises what else speaks against its statement.

    Raises:
        UsageError: no bundle is meant.
        PromptopsError: too few have reviewed it, `check` refuses it, or the store cannot be written to.
        RefusedError: something cannot be believed, or the bundle is revoked.
    """
    if named is None and channel.current.is_expired(now):
        message = f"the pointer of the channel `{channel.name}` expired at {written_time(channel.current.expires_at)}"
        # Whoever can write to the store can put an old one back: it must not be made new again by a timer.
        raise UsageError(message, help="say with `--bundle` what is to be in force")
    bundle = channel.current.bundle if named is None else find_bundle(channel, named)
    restrictions = Restrictions() if channel.kill is None else channel.kill.restrictions
    restrictions.refuse_revoked(bundle.sha256)
    _require_reviews(channel, bundle, reviewers)
    if check is not None:
        check(channel.statement(bundle.sha256))
    content = channel.bundle(bundle)
    if not content.resources:
        raise RefusedError(Code.EMPTY_PROJECT, "the bundle holds no resources")
    restrictions.refuse_widening(declared_caps(content))
    return channel.publish(_next(channel, bundle, now + lifetime), signers, now, epoch=epoch)


def roll_back(  # noqa: PLR0913 - what a rollback is made of
    channel: Channel,
    plan: RollbackPlan,
    signers: Sequence[Signer],
    *,
    now: datetime,
    lifetime: timedelta,
    revoke: bool,
    require_plan: bool,
) -> ChannelPointer:
    """Point a channel at what a plan goes back to; with `revoke`, what it leaves is used no more.

    Raises:
        PromptopsError: the plan has to be complete and is not, or the store cannot be written to.
        RefusedError: the signatures are not those that the trust file asks for.
    """
    if require_plan and not plan.is_complete:
        message = "incomplete-rollback-plan: nothing says what is done about some of what this leaves behind"
        raise PromptopsError(
            message, help="say it in the rollout under `rollback.imprints`, or leave `--require-plan` out"
        )
    if revoke:
        old = Restrictions() if channel.kill is None else channel.kill.restrictions
        revoked = {**old.revoked, plan.leaving.bundle.sha256: f"rolled back on {now:%Y-%m-%d}"}
        _put(channel, old._replace(revoked=revoked), signers, now)
    return channel.publish(_next(channel, plan.target, now + lifetime), signers, now)


def restrict(
    channel: Channel, restrictions: Restrictions, signers: Sequence[Signer], *, now: datetime
) -> tuple[KillDocument, ChannelPointer | None]:
    """Publish restrictions, and a pointer that asks for them where these keys may sign one.

    The pointer is what makes it show when the kill document is kept from readers. It points where it did, for as long.

    Raises:
        RefusedError: the signatures are not those that the trust file asks for.
    """
    kill, pointer = _put(channel, restrictions, signers, now), channel.pointer
    if pointer is None or pointer.is_expired(now):
        return kill, None
    try:
        return kill, channel.publish(Next(pointer.bundle, pointer.expires_at, kill.sequence), signers, now)
    except RefusedError as error:
        if error.code not in _NOT_MINE:
            raise
        return kill, None


def _put(channel: Channel, restrictions: Restrictions, signers: Sequence[Signer], now: datetime) -> KillDocument:
    number = 1 + max(channel.least_kill, 0 if channel.kill is None else channel.kill.sequence)
    next_one = document(restrictions, number, channel.root.project, channel.name, now)
    channel.kill = channel.restrict(next_one, signers)
    return channel.kill


def _next(channel: Channel, bundle: BundleAddress, expires_at: datetime) -> Next:
    """Return what to point at; readers must have seen the kill document that there is now."""
    seen = 0 if channel.pointer is None else channel.pointer.min_kill_sequence
    return Next(bundle, expires_at, max(seen, 0 if channel.kill is None else channel.kill.sequence))


def _require_reviews(channel: Channel, bundle: BundleAddress, wanted: int) -> None:
    found = channel.statement(bundle.sha256).predicate.get("reviewers")
    known = len(found) if isinstance(found, list) else 0
    if known < wanted:
        message = f"unreviewed-change: the statement names {known} reviewers of the {wanted} that are asked for"
        raise UsageError(
            message, help="sign with `--reviews FILE` or `--reviewer NAME`, or after a `Reviewed-by:` trailer"
        )
