"""Wording that a resource no longer has, in the forms in which it can be looked for."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from promptops.changes.side import Passage
from promptops.expectations.quotations import phrases_in, quoted_in, shingles_in
from promptops.resources.entries import Entry


class Gone(NamedTuple):
    """What a resource said at the baseline and does not say at the head.

    `stretches` are runs of words long enough for a quotation, in lower case; `phrases` shorter ones as they are
    written, to look for; `quoted` is what stood between quotation marks there already; `paths` are the files in which
    the texts stand.
    """

    before: Entry
    after: Entry
    stretches: frozenset[tuple[str, ...]]
    phrases: tuple[str, ...]
    quoted: frozenset[str]
    paths: frozenset[str]


def gone_between(before: Entry, after: Entry, old: Sequence[Passage], new: Sequence[Passage]) -> Gone:
    """Return the wording of the `old` texts that the `new` ones do not have: all of it where there are none."""
    left = {passage.text for passage in new}
    changed = [passage for passage in old if passage.text not in left]
    stretches = {each for passage in changed for each in shingles_in(passage.text) if each}
    phrases = dict.fromkeys(phrase for passage in changed for phrase in phrases_in(passage.text))
    for passage in new if changed else ():
        stretches.difference_update(shingles_in(passage.text))
        for phrase in phrases_in(passage.text):
            phrases.pop(phrase, None)
    paths = frozenset({before.path, after.path, *(passage.entry.path for passage in old)})
    quoted = frozenset(quote.words for passage in changed for quote in quoted_in(passage.text))
    return Gone(before, after, frozenset(stretches), tuple(phrases), quoted, paths)
