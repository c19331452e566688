"""Words that a text has lost and that others say: source code that looks for them may meet them still."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from promptops.changes.side import Side
from promptops.expectations.finding import find_words

MAX_WORDS: Final = 100
"""Different words of one change that are looked for; of more, nothing is known."""
_SAYING = frozenset({"argument", "assigned", "other"})
"""Uses of a literal in source code by which it may be told to a model, as in the schema of a function."""


def said_in(side: Side, wanted: Iterable[str]) -> Mapping[str, frozenset[str]]:
    """Return the files that say each of some words: the texts of resources, and source code that tells them."""
    words = list(dict.fromkeys(wanted))[:MAX_WORDS]
    found: dict[str, set[str]] = {each: set() for each in words}
    for path, texts in _texts(side, words) if words else ():
        for each in words:
            if any(find_words(each, text) for text in texts):
                found[each].add(path)
    return {each: frozenset(paths) for each, paths in found.items()}


def _texts(side: Side, words: list[str]) -> Iterator[tuple[str, list[str]]]:
    for path in side.search.resources_with(words, ()):
        yield path, [text.text for entry in side.entries_at.get(path, ()) for text in side.snapshot(entry).texts]
    for path in side.search.code_with(words):
        yield path, [literal.text for literal in side.search.facts(path).literals if literal.use in _SAYING]
