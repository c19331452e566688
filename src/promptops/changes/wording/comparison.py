"""What changed between two texts, sentence by sentence."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Final, Literal, NamedTuple

from promptops.changes.wording.canonical import trimmed
from promptops.changes.wording.classes import Class, classes_of
from promptops.changes.wording.gaps import Gap, GapSide, differing_gaps
from promptops.changes.wording.partners import partners
from promptops.changes.wording.same_words import Match, joined, matches
from promptops.changes.wording.sentences import Sentence

MAX_KEPT: Final = 2_000
"""Comparisons that are kept: every rule over wording asks for those of all texts that changed."""

ChangeKind = Literal["removed", "added", "reworded", "moved", "format"]
"""`format` is a change of nothing but layout: of blanks, line ends, or the mark of a list item or heading."""


class SentenceChange(NamedTuple):
    """What happened to a sentence; None on the side where it is not."""

    kind: ChangeKind
    before: Sentence | None
    after: Sentence | None
    classes: tuple[Class, ...] = ()


class _Found(NamedTuple):
    """A change, and the offset at which a reader of either side meets it."""

    change: SentenceChange
    before_at: int
    after_at: int


@lru_cache(maxsize=MAX_KEPT)
def compare(before: str, after: str) -> tuple[SentenceChange, ...]:
    """Return what changed from one text to another, in the order in which a reader of the second meets it.

    It is empty exactly where the two are canonically equal. Turned round, it is the same with the sides exchanged.
    """
    if before == after:
        return ()
    # One direction only is ever searched, so that undoing a change says the same backwards.
    if before <= after:
        found = _found(before, after)
    else:
        found = [_Found(_undone(item.change), item.after_at, item.before_at) for item in _found(after, before)]
    found.sort(key=lambda item: (item.after_at, item.before_at))
    return tuple(item.change for item in found)


def _undone(change: SentenceChange) -> SentenceChange:
    kind = change.kind
    turned: ChangeKind = "removed" if kind == "added" else "added" if kind == "removed" else kind
    return SentenceChange(turned, change.after, change.before, change.classes)


def _found(before: str, after: str) -> list[_Found]:
    found: list[_Found] = []
    gaps: list[Gap] = []
    for gap in differing_gaps(before, after):
        common = matches(gap)
        gaps.extend(common.gaps)
        found.extend(_layout(gap, common.same, before, after))
    moved, reworded = partners(gaps)
    found += [_Found(SentenceChange("moved", old, new, ("structure",)), old.start, new.start) for old, new in moved]
    found += [
        _Found(SentenceChange("reworded", old, new, classes_of(old, new)), old.start, new.start)
        for old, new in reworded
    ]
    new_of = {old.start: new for old, new in (*moved, *reworded)}
    old_of = {new.start: old for old, new in (*moved, *reworded)}
    for gap in gaps:
        found.extend(
            _Found(SentenceChange("removed", old, None, classes_of(old, None)), old.start, at)
            for old, at in _alone(gap.before, gap.after, new_of)
        )
        found.extend(
            _Found(SentenceChange("added", None, new, classes_of(None, new)), at, new.start)
            for new, at in _alone(gap.after, gap.before, old_of)
        )
    return found


def _alone(side: GapSide, other: GapSide, partner_of: Mapping[int, Sentence]) -> Iterator[tuple[Sentence, int]]:
    """Yield the sentences of one side of a gap that have no partner, and where on the other they would stand."""
    nearby = {sentence.start for sentence in other.sentences}
    at = other.at
    for sentence in side.sentences:
        partner = partner_of.get(sentence.start)
        if partner is None:
            yield sentence, at
        elif partner.start in nearby:
            at = partner.end


def _layout(gap: Gap, same: Sequence[Match], before: str, after: str) -> Iterator[_Found]:
    """Yield the sentences of a gap that say the same and are laid out otherwise."""
    ahead = (0, 0)
    for first, end, other_first, other_end in same:
        old = joined(gap.before.sentences[first:end], before)
        new = joined(gap.after.sentences[other_first:other_end], after)
        # Behind a sentence that only one side has, other blanks are no change of their own.
        is_next = (first, other_first) == ahead
        ahead = (end, other_end)
        is_shifted = is_next and gap.before.blanks[first] != gap.after.blanks[other_first]
        if is_shifted or trimmed(old.text) != trimmed(new.text):
            yield _Found(_laid_out(old, new), old.start, new.start)


def _laid_out(old: Sentence, new: Sentence) -> SentenceChange:
    if old.is_verbatim or new.is_verbatim:
        return SentenceChange("reworded", old, new, ("format",))
    is_structure = old.kind != new.kind or old.mark != new.mark
    return SentenceChange("format", old, new, ("structure",) if is_structure else ())
