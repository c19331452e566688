"""Two linked projects, and what changed from the one to the other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property

from promptops.changes.change import MAY_NAME, Change, Consumer, Kept, change_between
from promptops.changes.code_uses import CodeUse, CodeUses
from promptops.changes.pairs import Pair, SideReaders, pairs_of
from promptops.changes.side import Side
from promptops.graph.verbs import verb_of
from promptops.resources.entries import Entry, Identity, Link
from promptops.resources.project import GOVERNANCE_KEYS


class Comparison:
    """The baseline and the head, compared."""

    def __init__(self, before: Side, after: Side) -> None:
        self.before = before
        self.after = after

    @cached_property
    def changes(self) -> tuple[Change, ...]:
        """Return what happened to each resource that something happened to, in the order of files."""
        sides = SideReaders(self.before.words, self.after.words, self._inherit_the_same)
        pairs = [pair for pair in pairs_of(*self._touched(), sides) if self._is_known(pair)]
        known = [tuple(entry for entry in pair[:2] if entry is not None) for pair in pairs]
        uses = CodeUses(self.after, known).by_resource()
        return tuple(self._change(pair, used) for pair, used in zip(pairs, uses, strict=True))

    @cached_property
    def _by_identity(self) -> dict[Identity, Change]:
        return {change.before.entry.identity: change for change in self.changes if change.before is not None}

    def change_of(self, before: Entry) -> Change | None:
        """Return what happened to a resource of the baseline, None for one to which nothing did."""
        return self._by_identity.get(before.identity)

    def counterpart(self, before: Entry) -> Entry | None:
        """Return what a resource of the baseline is at the head, None for one that is gone or could not be read."""
        change = self.change_of(before)
        if change is None:
            return self.after.namesake(before)
        return None if change.after is None else change.after.entry

    def knows_fate(self, before: Entry) -> bool:
        """Say whether it is known what became of a resource of the baseline: not of one that could not be read."""
        return self.change_of(before) is not None or self.counterpart(before) is not None

    def of_kind(self, *kinds: str) -> Iterator[Change]:
        """Yield the changes of resources of some kinds."""
        return (change for change in self.changes if change.kind in kinds)

    def kept(self, *kinds: str) -> Iterator[Kept]:
        """Yield the changes of resources of some kinds that are on both sides."""
        return (change for change in self.of_kind(*kinds) if isinstance(change, Kept))

    def _is_known(self, pair: Pair) -> bool:
        """Say whether a resource that one side lacks is not just one that could not be read there."""
        if pair.after is None and pair.before is not None:
            return not self.after.may_hold(pair.before)
        return pair.before is not None or pair.after is None or not self.before.may_hold(pair.after)

    def _change(self, pair: Pair, uses: Sequence[CodeUse]) -> Change:
        return change_between(
            None if pair.before is None else self.before.snapshot(pair.before),
            None if pair.after is None else self.after.snapshot(pair.after),
            () if pair.before is None else (*self._consumers(pair.before, pair.after), *self._in_code(uses)),
            renamed=pair.renamed,
        )

    def _consumers(self, before: Entry, after: Entry | None) -> tuple[Consumer, ...]:
        """Return the live users that a resource has at the head, under its old name and under its new one."""
        names = dict.fromkeys([before.name] if after is None else [before.name, after.name])
        found: dict[str, Consumer] = {}
        for name in names:
            for referrer in self.after.referrers(before.kind, name):
                user, link = referrer
                is_new = user.reference not in found
                if is_new and self.after.is_live_use(referrer) and self._means(link, before, after):
                    at, how = user.at_link(link), verb_of(link.field)
                    found[user.reference] = Consumer(user.reference, self.after.project.owner(user), at, how)
        return tuple(found.values())

    def _means(self, link: Link, before: Entry, after: Entry | None) -> bool:
        """Say whether a reference to a name means this resource, and not another major version of that name."""
        if link.major is not None:
            return link.major in (before.major, None if after is None else after.major)
        target = self.after.project.resolve(link)
        return target is None or target is after

    def _in_code(self, uses: Sequence[CodeUse]) -> Iterator[Consumer]:
        """Yield the source files that use a resource and that no declared consumer speaks for."""
        for use in uses:
            if not use.is_declared:
                how = "names" if use.is_sure else MAY_NAME
                yield Consumer(use.path, self.after.search.owner_of(use.path), use.at, how)

    def _touched(self) -> tuple[Sequence[Entry], Sequence[Entry]]:
        """Return the resources of both sides without those whose names only such have that nothing has touched."""
        before, after = self.before.project.entries, self.after.project.entries
        if not (self._same_folders and self.before.project.given_owners == self.after.project.given_owners):
            return before, after
        # What did not change is the same object on both sides.
        shared = {id(entry) for entry in before}.intersection(map(id, after))
        names = {(entry.kind, entry.name) for side in (before, after) for entry in side if id(entry) not in shared}
        left, right = ([each for each in side if (each.kind, each.name) in names] for side in (before, after))
        return left, right

    @cached_property
    def _same_folders(self) -> bool:
        """Say whether the folders give to what is in them what they did."""
        return self.before.project.defaults == self.after.project.defaults

    def _inherit_the_same(self, before: Entry, after: Entry) -> bool:
        old, new = self.before.project, self.after.project
        if old.owner(before) != new.owner(after):
            return False
        # A resource that changed is looked at anyway, so that only what its folders give could differ.
        is_given_the_same = self._same_folders and before.path == after.path
        return (
            is_given_the_same
            or not before.native
            or all(old.governance(before, key) == new.governance(after, key) for key in GOVERNANCE_KEYS)
        )
