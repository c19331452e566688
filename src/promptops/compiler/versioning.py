"""The last look at a change: which version its users have, which one it announces, and what else asks for."""

from __future__ import annotations

from collections.abc import Sequence

from promptops.changes.change import BUMPS, Change
from promptops.changes.versions import Version, declared_bump
from promptops.rules.change_contexts import Demand, Releases, VersionContext


def version_context(change: Change, demands: Sequence[Demand], releases: Releases) -> VersionContext | None:
    """Return what rules over versions see of a change, None where there is nothing to see.

    That is a resource that is new, gone, of another name or dialect, or has no version on one of the sides.
    """
    if change.both is None or change.renamed:
        return None
    before, after = change.both
    if not before.entry.native or not after.entry.native or not before.entry.version or not after.entry.version:
        return None
    released = releases.find(before.entry)
    if released is not None and not released.snapshot.entry.version:
        released = None
    origin = before if released is None else released.snapshot
    return VersionContext(
        change=change,
        before=origin,
        after=after,
        tag=None if released is None else released.tag,
        notes=() if releases.unknown is None else (releases.unknown,),
        declared=declared_bump(Version.of(origin.entry.version or ""), Version.of(after.entry.version)),
        required=max((demand.bump for demand in demands), key=BUMPS.index, default="none"),
        demands=tuple(demands),
    )
