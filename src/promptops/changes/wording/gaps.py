"""Where two texts differ: the blocks between those that both have."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from promptops.changes.wording.alignment import aligned
from promptops.changes.wording.blocks import Block, blocks_of
from promptops.changes.wording.canonical import characters, trimmed
from promptops.changes.wording.regions import Region, differing_regions
from promptops.changes.wording.sentences import Sentence, sentences_of


class GapSide(NamedTuple):
    """Neighbouring sentences of one text.

    `blanks` has for each sentence the blanks ahead of it in canonical form; `at` is the offset at which what stands
    ahead of the first one ends, 0 where nothing does.
    """

    sentences: Sequence[Sentence]
    blanks: Sequence[str]
    at: int

    def part(self, first: int, end: int) -> GapSide:
        """Return the sentences from one index up to another alone."""
        at = self.sentences[first - 1].end if first else self.at
        return GapSide(self.sentences[first:end], self.blanks[first:end], at)

    @property
    def words(self) -> list[str]:
        """Return what each sentence says."""
        return [sentence.words for sentence in self.sentences]


class Gap(NamedTuple):
    """What stands on each side between two neighbouring pieces that both sides have."""

    before: GapSide
    after: GapSide


class _Blocks:
    """The blocks of a region, and a key for each by which it is the same as one of another text."""

    def __init__(self, region: Region) -> None:
        self.text = region.text
        self.all = blocks_of(region)
        self.end_ahead_of_all = len(region.text[: region.start].rstrip())
        self.keys = [self._key(index, block) for index, block in enumerate(self.all)]

    def side(self, first: int, end: int) -> GapSide:
        """Return the sentences of the blocks from one index up to another."""
        found: list[Sentence] = []
        blanks: list[str] = []
        for index in range(first, end):
            block = self.all[index]
            lead = "\n" if self._is_glued(index) else "\n\n" if self._end_ahead(index) else ""
            at = block.start
            for sentence in sentences_of(self.text, block):
                blanks.append(lead + _canonical_blanks(self.text[at : sentence.start]))
                found.append(sentence)
                lead, at = "", sentence.end
        return GapSide(found, blanks, self._end_ahead(first))

    def words(self, first: int, end: int) -> list[str]:
        """Return the words of the blocks from one index up to another, whatever stands between them."""
        return self.text[self.all[first].start : self.all[end - 1].end].split() if first < end else []

    def _key(self, index: int, block: Block) -> tuple[bool, bool, str]:
        return block.is_fenced, self._is_glued(index), trimmed(self.text[block.start : block.end])

    def _is_glued(self, index: int) -> bool:
        """Say whether a block begins on the line behind another one."""
        if not index:
            return False
        return characters(self.text[self._end_ahead(index) : self.all[index].start]).count("\n") == 1

    def _end_ahead(self, index: int) -> int:
        return self.all[index - 1].end if index else self.end_ahead_of_all


def differing_gaps(before: str, after: str) -> Iterator[Gap]:
    """Yield the gaps between the blocks that two texts have in common, in order."""
    left, right = (_Blocks(region) for region in differing_regions(before, after))
    first, end, other_end = _common_edges(left.keys, right.keys)
    if left.words(first, end) == right.words(first, other_end):
        # Nothing but layout differs: to take the whole as one gap keeps equal sentences from being confused.
        common = []
    else:
        common = aligned(left.keys[first:end], right.keys[first:other_end])
    edges = [(first - 1, first - 1), *((place + first, other + first) for place, other in common), (end, other_end)]
    for (place, other), (following, other_following) in pairwise(edges):
        if place + 1 < following or other + 1 < other_following:
            yield Gap(left.side(place + 1, following), right.side(other + 1, other_following))


def _common_edges(left: Sequence[object], right: Sequence[object]) -> tuple[int, int, int]:
    """Return how many items both begin with, and where in each the items begin that both end with."""
    first, end, other_end = 0, len(left), len(right)
    while first < end and first < other_end and left[first] == right[first]:
        first += 1
    while first < end and first < other_end and left[end - 1] == right[other_end - 1]:
        end -= 1
        other_end -= 1
    return first, end, other_end


def _canonical_blanks(blanks: str) -> str:
    *ends, indentation = characters(blanks).split("\n")
    return "\n" * len(ends) + indentation
