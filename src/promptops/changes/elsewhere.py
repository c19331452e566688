"""Words that a text has lost and that others say: source code that looks for them may meet them still."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain
from typing import Final

from promptops.changes.side import Side
from promptops.expectations.finding import has_words, on_one_line

MAX_WORDS: Final = 100
"""Different words of one change that are looked for; of more, nothing is known."""
_SAYING = frozenset({"argument", "assigned", "other"})
"""Uses of a literal in source code by which it may be told to a model, as in the schema of a function."""


def said_in(side: Side, wanted: Iterable[str]) -> Mapping[str, frozenset[str]]:
    """Return the files that say each of some words: the texts of resources, and source code that tells them."""
    words = list(dict.fromkeys(wanted))[:MAX_WORDS]
    return _saying(words, chain(_of_resources(side, words), _of_code(side, words)) if words else ())


def said_by_resources(side: Side, wanted: Iterable[str]) -> Mapping[str, frozenset[str]]:
    """Return the files of resources whose texts say each of some words."""
    words = list(dict.fromkeys(wanted))[:MAX_WORDS]
    return _saying(words, _of_resources(side, words) if words else ())


def _saying(words: Sequence[str], told: Iterable[tuple[str, list[str]]]) -> Mapping[str, frozenset[str]]:
    found: dict[str, set[str]] = {each: set() for each in words}
    plain = [(each, on_one_line(each)) for each in words]
    for path, texts in told:
        # Most of them stand in none: one look through all texts at once says so.
        every = on_one_line("\0".join(texts))
        for each in [words for words, on_line in plain if on_line in every]:
            if any(has_words(each, text) for text in texts):
                found[each].add(path)
    return {each: frozenset(paths) for each, paths in found.items()}


def _of_resources(side: Side, words: Sequence[str]) -> Iterator[tuple[str, list[str]]]:
    for path in side.search.resources_with(words, ()):
        yield path, [text for entry in side.entries_at.get(path, ()) for _, text in side.texts(entry)]


def _of_code(side: Side, words: Sequence[str]) -> Iterator[tuple[str, list[str]]]:
    for path in side.search.code_with(words):
        yield path, [literal.text for literal in side.search.facts(path).literals if literal.use in _SAYING]
