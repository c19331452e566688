"""What is shown of a channel: short lines that can be read at three in the morning."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Final

from promptops.publishing.rollback import RollbackPlan
from promptops.publishing.status import Status
from promptops.reports.printable import printable
from promptops.trust.channels import BundleAddress, ChannelPointer
from promptops.trust.refusals import REFUSALS, Code
from promptops.trust.restrictions import Restrictions

_SHORT: Final = 12
_LISTED: Final = 20
_HOURS: Final = timedelta(hours=48)
_HOUR: Final = timedelta(hours=1)
_MARKS: Final = {"back": "~", "gone": "-", "returned": "+"}


def pointer_line(pointer: ChannelPointer, now: datetime) -> str:
    """Return what a channel points at, on one line."""
    held = f"until {_time(pointer.expires_at)} ({_span(pointer.expires_at - now)})"
    return f"{pointer.channel} -> {_bundle(pointer.bundle)}, pointer {pointer.epoch}.{pointer.sequence}, {held}"


def plan_lines(plan: RollbackPlan, now: datetime) -> Iterator[str]:
    """Yield what a rollback does: from where to where, what changes, what is done about what is left behind."""
    yield f"from  {_bundle(plan.leaving.bundle)}, in force since {_time(plan.since)} ({_span(now - plan.since)})"
    yield f"to    {_bundle(plan.target)}"
    counts = Counter(each.how for each in plan.changed)
    yield f"changes back: {counts['back']} changed, {counts['gone']} gone, {counts['returned']} returned"
    yield from (f"  {_MARKS[each.how]} {printable(each.reference)}" for each in plan.changed[:_LISTED])
    if len(plan.changed) > _LISTED:
        yield f"  and {len(plan.changed) - _LISTED:,} more"
    for reference, imprints in plan.imprints.items():
        yield f"left behind, as {printable(reference)} says:"
        yield from (
            f"  {each.kind:<10} {printable(each.action) if each.action else 'NOTHING IS SAID'}" for each in imprints
        )
    if not plan.imprints:
        yield "left behind: no rollout says anything about caches, histories, baselines, cohorts and contracts"
    yield from (f"warning: {printable(message)} [{rule}]" for rule, message in plan.warnings.items())


def restriction_lines(restrictions: Restrictions) -> Iterator[str]:
    """Yield what is out of service, and why."""
    if restrictions.halted is not None:
        yield f"  HALTED: {printable(restrictions.halted)}"
    yield from (f"  off      {printable(name)}: {printable(reason)}" for name, reason in restrictions.disabled.items())
    for reference, own in restrictions.variants.items():
        yield from (
            f"  off      {printable(reference)}#{printable(name)}: {printable(reason)}" for name, reason in own.items()
        )
    for reference, cap in restrictions.caps.items():
        limits = [f"{cap.tokens:,} tokens"] if cap.tokens is not None else []
        limits += [f"{cap.micro_usd / 1_000_000:,.2f} USD"] if cap.micro_usd is not None else []
        yield f"  capped   {printable(reference)}: {' and '.join(limits)}"
    yield from (f"  revoked  {sha256[:_SHORT]}: {printable(reason)}" for sha256, reason in restrictions.revoked.items())
    if restrictions == Restrictions():
        yield "  nothing is restricted"


def status_lines(status: Status, now: datetime) -> Iterator[str]:
    """Yield how a channel stands."""
    pointer = status.pointer
    yield f"{printable(pointer.project)} {pointer.channel}: {status.word.upper()}"
    yield f"bundle   {_bundle(pointer.bundle)}, in force since {_time(status.since)} ({_span(now - status.since)})"
    left = pointer.expires_at - now
    state = f"expires in {_span(left)}" if left > timedelta(0) else f"EXPIRED {_span(-left)} ago"
    yield f"pointer  {pointer.epoch}.{pointer.sequence}, {state}"
    yield from (f"{name:<8} {value}" for name, value in _said(status))
    yield f"kill     {f'document {status.kill.sequence}' if status.kill else 'none'}"
    if status.kill is not None:
        yield from restriction_lines(status.kill.restrictions)
    for code, message in status.problems:
        yield f"PROBLEM  {code}: {printable(message)}"
        yield f"         {REFUSALS[Code(code)].help}"
    if status.before:
        yield "before"
        yield from (
            f"  {_time(each.issued_at)}  {each.epoch}.{each.sequence}  {_bundle(each.bundle)}" for each in status.before
        )


def _said(status: Status) -> Iterator[tuple[str, str]]:
    """Yield what the statement says; of what it holds beside project and environment, anything may be missing."""
    if status.statement is None:
        return
    said = status.statement.predicate
    clean = "" if said.get("clean") is True else ", NOT CLEAN"
    yield (
        "made",
        printable(f"for {status.statement.environment} from {status.statement.revision or 'no commit'}{clean}"),
    )
    findings = said.get("findings")
    if isinstance(findings, dict):
        counts = ", ".join(_count(findings.get(key, "?"), key) for key in ("errors", "warnings", "waived", "accepted"))
        yield "found", printable(f"{counts}; waivers in force: {len(_listed(said.get('waivers')))}")
    names = ", ".join(f"{each.get('name')}" for each in _listed(said.get("reviewers")) if isinstance(each, dict))
    unknown = said.get("reviewers") is None
    yield "reviewed", printable("unknown" if unknown else f"by {names}" if names else "by nobody")


def _count(number: object, of_what: str) -> str:
    return f"{number} {of_what.removesuffix('s') if number == 1 else of_what}"


def _listed(value: object) -> list[object]:
    return value if isinstance(value, list) else []


def _bundle(address: BundleAddress) -> str:
    revision = f" ({printable(address.revision)[:_SHORT]})" if address.revision else ""
    return f"{address.sha256[:_SHORT]}{revision}"


def _time(time: datetime) -> str:
    return time.strftime("%Y-%m-%d %H:%MZ")


def _span(span: timedelta) -> str:
    if span >= _HOURS:
        return f"{span.days} days"
    if span >= _HOUR:
        return f"{span // _HOUR} h {span % _HOUR // timedelta(minutes=1)} min"
    return f"{max(span, timedelta(0)) // timedelta(minutes=1)} min"
