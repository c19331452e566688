"""Expectations that nobody wrote down: quotations in other resources, and what source code looks for.

Wording is looked for in all files at once, by one pass over their bytes, so that the cost grows with the project and
with the change, and not with one times the other. What is tied to a resource, because one names the other, counts at
once; of everything else only what is distinctive does.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property, lru_cache
from itertools import groupby
from typing import Final, NamedTuple

from promptops.changes.code_discovery import CodeDiscovery, Sought
from promptops.changes.distinctive import Found, distinctive, parts_of, unique
from promptops.changes.gone import Gone, Run, Wording
from promptops.changes.side import Side
from promptops.expectations.expectation import REPEATS, Expectation, is_label
from promptops.expectations.quotations import (
    PHRASE,
    Common,
    Quotation,
    common_runs,
    common_stretches,
    phrases_in,
    quoted_in,
    shingles_in,
)
from promptops.resources.entries import Entry, Place

MAX_SHARING: Final = 10
"""Resources that include a text of which it is sought who quotes it, besides those that are tied to them; the first."""
_TEXTS = frozenset({"prompt", "fragment"})


class _Known(NamedTuple):
    """A run of words, and the numbers of the wordings that have it."""

    run: Run
    numbers: list[int]


class _Candidate(NamedTuple):
    """A quotation in a resource that has nothing else to do with what it may quote.

    It has quotation marks, or is a stretch of words; `parts` are the runs of words in it.
    """

    entry: Entry
    keys: tuple[str | int, ...]
    found: Quotation | Common
    parts: Sequence[Run]


class Discovery:
    """Finds what relies on wording that is gone without saying so, for all of it at once."""

    def __init__(self, side: Side, gone: Sequence[Gone], *, is_everything: bool = False) -> None:
        """Look through the head; `gone` is what each resource no longer says.

        `is_everything` says that this is all that they ever said: then what only repeats it is left out.
        """
        self._side = side
        self._gone = gone
        self._is_everything = is_everything
        self._marked: dict[tuple[str, str], tuple[int, ...]] = {}
        self._phrases: dict[str, list[int]] = {}
        self._labels: dict[str, list[int]] = {}
        self._stretches: dict[Run, _Known] = {}
        sharing: Counter[int] = Counter()
        for number, each in enumerate(gone):
            sharing.update(id(wording) for wording in each.included)
            shared = (wording for wording in each.included if sharing[id(wording)] <= MAX_SHARING)
            for wording in (*each.own, *shared):
                self._index(number, wording)

    def _index(self, number: int, wording: Wording) -> None:
        for phrase in wording.phrases:
            self._phrases.setdefault(phrase, []).append(number)
        for label in wording.labels:
            self._labels.setdefault(label, []).append(number)
        for stretch in wording.stretches:
            self._stretches.setdefault(stretch, _Known(stretch, [])).numbers.append(number)

    def found(self) -> dict[int, list[Expectation]]:
        """Return the expectations about each of the wordings, by its number."""
        by_number: dict[int, list[Expectation]] = {}
        quoted = (*self._by_tied(), *self._by_others()) if self._phrases or self._is_everything else ()
        for number, expectation in (*quoted, *self._by_code.found(map(" ".join, self._stretches))):
            by_number.setdefault(number, []).append(expectation)
        return by_number

    def unknown(self) -> Iterator[Found]:
        """Yield the values that lists have anew and that source code does not know, each with the wording's number."""
        return self._by_code.unknown()

    @cached_property
    def _by_code(self) -> CodeDiscovery:
        sought = Sought(self._phrases, self._labels)
        return CodeDiscovery(self._side, self._gone, sought, is_everything=self._is_everything)

    def _by_tied(self) -> Iterator[Found]:
        """Yield the quotations in resources that name the one they quote, judge it, or are called by it."""
        for number, gone in enumerate(self._gone):
            for entry in self._tied(gone.after):
                siblings = _are_siblings(entry, gone.after)
                for keys, text in self._texts_of(entry):
                    known = frozenset() if siblings and self._is_everything else gone.gone_of(_runs_in(text))
                    stretches = common_stretches(text, known) if known else ()
                    for quote, is_marked in _quotations(quoted_in(text), stretches):
                        is_alike = not is_marked and siblings
                        yield number, self._quotation(entry, keys, quote, is_alike=is_alike, is_tied=True)

    def _by_others(self) -> Iterator[Found]:
        """Yield the distinctive quotations in resources that have nothing else to do with what they quote.

        What all resources have in common is counted before it is held against each of them.
        """
        paths = self._side.search.resources_with(map(" ".join, self._stretches), self._phrases)
        entries = (entry for path in paths for entry in self._side.entries_at.get(path, ()))
        found = [
            each for entry in entries for each in self._in_other(entry) if next(self._about(each), None) is not None
        ]
        telling = distinctive(found, [(each.entry.reference, each.parts) for each in found])
        for (entry, keys), candidates in groupby(telling, key=_text_of):
            text = dict(self._side.sayings(entry))[keys]
            for each in candidates:
                yield from self._by_other(each, text)

    def _by_other(self, candidate: _Candidate, text: str) -> Iterator[Found]:
        entry, keys, found, _ = candidate
        is_marked = isinstance(found, Quotation)
        quote = found if isinstance(found, Quotation) else found.quotation(text)
        for number in self._about(candidate):
            is_alike = not is_marked and _are_siblings(entry, self._gone[number].after)
            if not (is_alike and self._is_everything):
                yield number, self._quotation(entry, keys, quote, is_alike=is_alike, is_tied=False)

    def _in_other(self, entry: Entry) -> Iterator[_Candidate]:
        for keys, text in self._side.sayings(entry):
            for quote in quoted_in(text):
                if next(phrases_in(quote.words), None) in self._phrases:
                    yield _Candidate(entry, keys, quote, parts_of(quote.words))
            for common in common_runs(text, self._stretches):
                known = [self._stretches[run].run for run in common.shingles]
                yield _Candidate(entry, keys, common._replace(shingles=()), known)

    def _about(self, candidate: _Candidate) -> Iterator[int]:
        """Yield the numbers of the wordings that a quotation may be of."""
        entry, _, found, parts = candidate
        if isinstance(found, Quotation):
            numbers: Iterable[int] = self._in_marks(found.words, entry)
        else:
            numbers = self._united([self._stretches[run].numbers for run in parts])
        for number in numbers:
            if entry.path not in self._gone[number].paths and entry.reference not in self._tied_to[number]:
                yield number

    def _in_marks(self, words: str, entry: Entry) -> tuple[int, ...]:
        """Return the numbers of the wordings that quotation marks may be around, in a resource of one kind."""
        key = (words, entry.kind)
        if key not in self._marked:
            numbers = self._united([known for each in phrases_in(words) if (known := self._phrases.get(each))])
            self._marked[key] = tuple(
                number
                for number in numbers  # of two that are alike, both have the quotation marks
                if not self._gone[number].had_quoted(words) or not _are_siblings(entry, self._gone[number].after)
            )
        return self._marked[key]

    def _united(self, known: Sequence[Sequence[int]]) -> Iterator[int]:
        """Yield each number of the wordings that have some part of a quotation; of whole texts, they have all parts."""
        if self._is_everything and known:
            fewest = min(known, key=len)
            return iter(fewest)
        return unique(known)

    @cached_property
    def _tied_to(self) -> list[set[str]]:
        """Return the references of what is tied to each resource."""
        return [{entry.reference for entry in self._tied(gone.after)} for gone in self._gone]

    def _quotation(
        self, entry: Entry, keys: tuple[str | int, ...], quote: Quotation, *, is_alike: bool, is_tied: bool
    ) -> Expectation:
        at = Place(entry.path, entry.ordinal, keys, "value", quote.start, quote.end)
        owner = self._side.project.owner(entry)
        evidence = REPEATS if is_alike else "quotes"
        is_certain = is_tied and (len(quote.words.split()) >= PHRASE or is_label(quote.words))
        return Expectation("phrase", quote.words, entry.reference, owner, at, "quoted", is_certain, evidence)

    def _texts_of(self, entry: Entry) -> Iterator[tuple[tuple[str | int, ...], str]]:
        """Yield the texts of a resource in which it may quote another."""
        snapshot = self._side.snapshot(entry)
        yield from snapshot.said()
        yield from snapshot.judged_by()

    def _tied(self, subject: Entry) -> Iterable[Entry]:
        """Return the resources that name the subject, the prompts that judge it, and the tools that it calls."""
        users = [entry for entry, _ in self._side.users(subject)]
        judges = (each for user in users if user.kind == "eval" for each in self._linked(user, "judge.prompt"))
        tied = (*users, *judges, *self._linked(subject, "tools"))
        return {entry.reference: entry for entry in tied if entry is not subject}.values()

    def _linked(self, entry: Entry, field: str) -> Iterator[Entry]:
        return (to for link, to in self._side.targets(entry) if to is not None and link.field == field)


@lru_cache(maxsize=8)
def _runs_in(text: str) -> frozenset[tuple[str, ...]]:
    """Return the runs of words of a text; that of an evaluation is held against all that it judges."""
    return frozenset(shingles_in(text))


def _quotations(marked: Iterable[Quotation], stretches: Iterable[Quotation]) -> Iterator[tuple[Quotation, bool]]:
    """Yield quotations, and whether they have quotation marks."""
    yield from ((quote, True) for quote in marked)
    yield from ((quote, False) for quote in stretches)


def _text_of(candidate: _Candidate) -> tuple[Entry, tuple[str | int, ...]]:
    return candidate.entry, candidate.keys


def _are_siblings(entry: Entry, other: Entry) -> bool:
    """Say whether two resources may be just alike, and neither quotes the other: prompts, or two of one kind."""
    return entry.kind in _TEXTS or entry.kind == other.kind
