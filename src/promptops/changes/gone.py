"""Wording that a resource no longer has, in the forms in which it can be looked for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from typing import NamedTuple

from promptops.changes.relisting import Relisted, relisted, says
from promptops.changes.side import Passage
from promptops.expectations.choices import quoted_words_in
from promptops.expectations.labels import labels_in
from promptops.expectations.quotations import lost_runs, quoted_in
from promptops.resources.entries import Entry

Run = tuple[str, ...]
"""Words in a row, long enough for a quotation, in lower case."""


class Wording(NamedTuple):
    """What one text of the baseline said and does not say at the head, where the texts `now` stand in its place.

    `phrases` are shorter runs of words as they are written, to look for; `quoted` is what stood between quotation marks
    there already. `marked` are the single words that did, and that the head does not have at all; `labels` the names
    and marks for programs that it does not have.
    """

    stretches: frozenset[Run]
    phrases: tuple[str, ...]
    quoted: frozenset[str]
    marked: frozenset[str]
    labels: frozenset[str]
    text: str
    now: tuple[str, ...]

    @property
    def relisted(self) -> tuple[Relisted, ...]:
        """Return the lists of values that the text does not have as they were; it takes as long as all the rest."""
        return relisted(self.text, self.now)


class Gone(NamedTuple):
    """What a resource said at the baseline and does not say at the head.

    `own` is the wording of its own texts, `included` that of those that it includes or included: the same objects for
    all resources that share a text. `paths` are the files in which the texts stand.
    """

    before: Entry
    after: Entry
    own: tuple[Wording, ...]
    included: tuple[Wording, ...]
    paths: frozenset[str]

    def gone_of(self, runs: AbstractSet[Run]) -> frozenset[Run]:
        """Return those of some runs of words that are gone."""
        return frozenset().union(*(runs & wording.stretches for wording in self.wordings))

    @property
    def wordings(self) -> tuple[Wording, ...]:
        """Return all of it."""
        return self.own + self.included

    @property
    def relisted(self) -> Iterator[Relisted]:
        """Yield the lists of values that are not as they were."""
        return (relisted for wording in self.wordings for relisted in wording.relisted)

    def had_marked(self, word: str) -> bool:
        """Say whether a word that is gone stood between quotation marks by itself."""
        return any(word in wording.marked for wording in self.wordings)

    def had_quoted(self, words: str) -> bool:
        """Say whether words that are gone stood between quotation marks."""
        return any(words in wording.quoted for wording in self.wordings)


class GoneWording:
    """Finds what resources no longer say; what many of them include is compared once."""

    def __init__(self) -> None:
        self._known: dict[tuple[str, tuple[str, ...]], Wording] = {}

    def between(self, before: Entry, after: Entry, old: Sequence[Passage], new: Sequence[Passage]) -> Gone:
        """Return the wording of the `old` texts that the `new` ones do not have: all of it where there are none.

        A text is compared with those that stand in its place, in the same resource. What another one has taken over is
        still said; whoever looks for it will find it there.
        """
        left = {passage.text for passage in new}
        texts: dict[str | None, list[str]] = {}
        for passage in new:
            texts.setdefault(_place(passage), []).append(passage.text)
        wordings: tuple[list[Wording], list[Wording]] = [], []
        for passage in old:
            if passage.text not in left:
                wording = self._wording(passage.text, tuple(texts.get(_place(passage), ())))
                wordings[bool(passage.via)].append(wording)
        paths = frozenset({before.path, after.path, *(passage.entry.path for passage in old)})
        return Gone(before, after, tuple(wordings[0]), tuple(wordings[1]), paths)

    def _wording(self, text: str, now: tuple[str, ...]) -> Wording:
        key = text, now
        known = self._known.get(key)
        if known is None:
            known = self._known[key] = _lost(text, now)
        return known


def _place(passage: Passage) -> str | None:
    """Return what an included text and what stands in its place have in common; None for a text of its own."""
    return passage.entry.reference if passage.via else None


def _lost(text: str, now: tuple[str, ...]) -> Wording:
    stretches, phrases = lost_runs(text, now)
    part = _lines_that_differ(text, now[0]) if now else text
    marked = frozenset(word for word in set(quoted_words_in(part)) if not says(word, now))
    quoted = frozenset(quote.words for quote in quoted_in(text))
    labels = frozenset(labels_in(part))
    labels = labels.difference(*map(labels_in, now)) if labels else labels
    return Wording(frozenset(stretches), tuple(phrases), quoted, marked, labels, text, now)


def _lines_that_differ(text: str, other: str) -> str:
    """Return the lines of a text but for those that another one begins or ends with, too."""
    lines, others = text.split("\n"), other.split("\n")
    most = min(len(lines), len(others))
    start = next((at for at in range(most) if lines[at] != others[at]), most)
    behind = next((at for at in range(most - start) if lines[-1 - at] != others[-1 - at]), most - start)
    return "\n".join(lines[start : len(lines) - behind])
