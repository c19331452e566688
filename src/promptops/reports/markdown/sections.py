"""What fits into a comment: whole blocks, those in front first, and a count of the others."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import accumulate, takewhile
from typing import Final, NamedTuple

LONGEST: Final = 60_000
"""Characters of a report; GitHub takes comments of 65,536, and whoever posts it may have something to add."""
_GAP: Final = "\n\n"
_AND: Final = "and "


class Section(NamedTuple):
    """Blocks that are shown whole or not at all, between `head` and `tail`.

    `total` is how many blocks there would be: those behind what could ever fit need not be there. `share` is what other
    sections leave to this one, in characters, if it has that much to say. `rest` says what to do about what is left
    out.
    """

    head: str
    blocks: Sequence[str]
    total: int
    share: int
    rest: str
    tail: str = ""

    @classmethod
    def of(cls, head: str, blocks: Iterable[str], total: int, *, share: int, rest: str, tail: str = "") -> Section:
        """Return a section of as many blocks as could ever fit, of which only so many are made."""
        kept, size = [], 0
        for block in blocks:
            kept.append(block)
            size += len(block)
            if size > LONGEST:
                break
        return cls(head, kept, total, share, rest, tail)

    def within(self, room: int) -> str:
        """Return the section in at most so many characters, as long as the frame fits."""
        whole = self._shown(len(self.blocks))
        if len(whole) <= room:
            return whole
        room -= len(self._shown(0)) + len(_GAP) + len(_AND)
        ends = accumulate(len(block) + 1 for block in self.blocks)
        return self._shown(sum(1 for _ in takewhile(lambda end: end <= room, ends)))

    def _shown(self, number: int) -> str:
        body = "\n".join(self.blocks[:number])
        left = self.total - number
        more = f"{_AND if number else ''}{left:,} more: {self.rest}" if left else ""
        return self.head + _GAP.join(part for part in (body, more) if part) + self.tail


def folded(title: str, blocks: Iterable[str], total: int, *, share: int, rest: str, head: str = "") -> Section:
    """Return a section that a reader opens; `head` comes before its blocks."""
    opening = f"<details><summary>{title}</summary>\n\n{head}"
    return Section.of(opening, blocks, total, share=share, rest=rest, tail="\n\n</details>")


def joined(opening: str, sections: Iterable[Section], closing: str) -> str:
    """Return a report of at most `LONGEST` characters; of two sections the first is served first."""
    wanted = [section for section in sections if section.total]
    sizes = [min(len(section.within(LONGEST)), section.share) for section in wanted]
    room = LONGEST - len(opening) - len(closing) - len(_GAP) * (len(wanted) + 1) - 1
    parts = [opening]
    for number, section in enumerate(wanted):
        text = section.within(room - sum(sizes[number + 1 :]))
        room -= len(text)
        parts.append(text)
    return _GAP.join(part for part in (*parts, closing) if part) + "\n"
