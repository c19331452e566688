"""What rules over changes say of wording: which sentence changed, and how."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

from promptops.changes.change import Change, Kept, Where
from promptops.changes.reliance import Held
from promptops.changes.wording.comparison import SentenceChange, compare
from promptops.changes.wording.rendering import rendered
from promptops.changes.wording.word_diff import word_diff
from promptops.templates import PromptText

MAX_NOTES = 8
"""Changes of one text that are shown."""
MAX_SHOWN = 160
"""Characters of a sentence that are shown."""


class Stretched(Protocol):
    """Something in a text, by its offsets in code points."""

    @property
    def start(self) -> int:
        """Return where it begins."""

    @property
    def end(self) -> int:
        """Return where it ends."""


def said_of(change: SentenceChange) -> str:
    """Return a change of a sentence as one line: a word diff, or the sentence with what happened to it."""
    if change.before is not None and change.after is not None:
        return rendered(word_diff(change.before, change.after))
    sentence = change.before or change.after
    return f"{change.kind}: {shortened(sentence.words)}" if sentence else change.kind


def place_of(change: Kept, text: PromptText, stretches: Iterable[Stretched | None]) -> Where:
    """Return the place of the first stretch of a text of the head; that of the whole text where there is none."""
    first = next((each for each in stretches if each is not None), None)
    if first is None or text.keys[-1] == "file":  # what stands in a file of its own is shown where that is named
        return change.at(*text.keys)
    return change.after.entry.at(*text.keys)._replace(start=first.start, end=first.end)


def shortened(text: str) -> str:
    """Return a text on one line, cut where it is long."""
    line = " ".join(text.split())
    return line if len(line) <= MAX_SHOWN else f"{line[: MAX_SHOWN - 1]}\u2026"


def fate_of(held: Held, change: Change) -> tuple[str, ...]:
    """Return what became of the sentence in which something stood, as notes for the reader."""
    both = change.both
    if both is None or both[0].entry != held.passage.entry:
        return ()  # the sentence stands where it did, and is no longer included
    after = both[1].text_at(held.passage.keys)
    if after is None:
        return ()
    for each in compare(held.passage.text, after.text):
        sentence = each.before
        if sentence is not None and sentence.start < held.stretch.end and held.stretch.start < sentence.end:
            return (said_of(each),)
    return ()
