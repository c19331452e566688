"""Expectations that nobody wrote down: quotations in other resources, and what source code looks for.

Wording is looked for in all files at once, by one pass over their bytes, so that the cost grows with the project and
with the change, and not with one times the other. What is tied to a resource, because one names the other, counts at
once; of everything else only what is distinctive does.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Final

from promptops.changes.code_uses import CodeUses
from promptops.changes.gone import Gone
from promptops.changes.side import Side
from promptops.diagnostics import Span
from promptops.expectations.expectation import REPEATS, Expectation, Kind, is_label
from promptops.expectations.quotations import (
    PHRASE,
    Quotation,
    common_stretches,
    phrases_in,
    quoted_in,
    shingles,
    words_in,
)
from promptops.resources.entries import Entry, Place

if TYPE_CHECKING:
    from promptops.expectations.code import Literal

DISTINCTIVE: Final = 3
"""A wording that stands in more files than this says nothing about who quotes whom."""
NEAR: Final = 2
"""Steps between the folders of a resource and of source code that does not name it, up to which it may be about it."""
_SEARCHING = frozenset({"accepted", "compared", "field", "matched", "searched for", "subscript"})
"""Uses of a text in code by which an answer without it is not understood."""
_SAYING = frozenset({"message"})
"""Uses by which code speaks itself."""
_TEXTS = frozenset({"prompt", "fragment"})

Found = tuple[int, Expectation]
"""An expectation, and the number of the wording that it is about."""


class Discovery:
    """Finds what relies on wording that is gone without saying so, for all of it at once."""

    def __init__(self, side: Side, gone: Sequence[Gone]) -> None:
        """Look through the head; `gone` is what each resource no longer says."""
        self._side = side
        self._gone = gone
        self._phrases: dict[str, list[int]] = {}
        self._stretches: dict[tuple[str, ...], list[int]] = {}
        for number, each in enumerate(gone):
            for phrase in each.phrases:
                self._phrases.setdefault(phrase, []).append(number)
            for stretch in each.stretches:
                self._stretches.setdefault(stretch, []).append(number)

    def found(self) -> dict[int, list[Expectation]]:
        """Return the expectations about each of the wordings, by its number."""
        by_number: dict[int, list[Expectation]] = {}
        if self._phrases:
            for number, expectation in (*self._by_tied(), *self._by_others(), *self._by_code()):
                by_number.setdefault(number, []).append(expectation)
        return by_number

    def _by_tied(self) -> Iterator[Found]:
        """Yield the quotations in resources that name the one they quote, judge it, or are called by it."""
        for number, gone in enumerate(self._gone):
            for entry in self._tied(gone.after):
                for keys, text in self._texts_of(entry):
                    stretches = common_stretches(text, gone.stretches)
                    for quote, is_marked in _quotations(quoted_in(text), stretches):
                        is_alike = not is_marked and _are_siblings(entry, gone.after)
                        yield number, self._quotation(entry, keys, quote, is_alike=is_alike, is_tied=True)

    def _by_others(self) -> Iterator[Found]:
        """Yield the distinctive quotations in resources that have nothing else to do with what they quote."""
        paths = self._side.search.resources_with(map(" ".join, self._stretches), self._phrases)
        entries = (entry for path in paths for entry in self._side.entries_at.get(path, ()))
        yield from _distinctive([found for entry in entries for found in self._in_other(entry)])

    def _in_other(self, entry: Entry) -> Iterator[Found]:
        for keys, text in self._texts_of(entry):
            marked = (quote for quote in quoted_in(text) if next(phrases_in(quote.words), None) in self._phrases)
            for quote, is_marked in _quotations(marked, common_stretches(text, self._stretches.keys())):
                for number in self._quoted(quote):
                    gone = self._gone[number]
                    if entry.path in gone.paths or entry.reference in self._tied_to[number]:
                        continue
                    siblings = _are_siblings(entry, gone.after)
                    if not (siblings and is_marked and quote.words in gone.quoted):  # both have the quotation marks
                        is_alike = siblings and not is_marked
                        yield number, self._quotation(entry, keys, quote, is_alike=is_alike, is_tied=False)

    @cached_property
    def _tied_to(self) -> list[set[str]]:
        """Return the references of what is tied to each resource."""
        return [{entry.reference for entry in self._tied(gone.after)} for gone in self._gone]

    def _quoted(self, quote: Quotation) -> Iterable[int]:
        """Return the numbers of the wordings that a quotation may be of."""
        return dict.fromkeys(number for phrase in phrases_in(quote.words) for number in self._phrases.get(phrase, ()))

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
        judge = snapshot.data.get("judge") if entry.kind == "eval" else None
        if isinstance(judge, dict) and isinstance(judge.get("rubric"), str):
            yield ("judge", "rubric"), judge["rubric"]

    def _tied(self, subject: Entry) -> Iterable[Entry]:
        """Return the resources that name the subject, the prompts that judge it, and the tools that it calls."""
        users = [entry for entry, _ in self._side.users(subject)]
        judges = (each for user in users if user.kind == "eval" for each in self._linked(user, "judge.prompt"))
        tied = (*users, *judges, *self._linked(subject, "tools"))
        return {entry.reference: entry for entry in tied if entry is not subject}.values()

    def _linked(self, entry: Entry, field: str) -> Iterator[Entry]:
        return (to for link, to in self._side.targets(entry) if to is not None and link.field == field)

    def _by_code(self) -> Iterator[Found]:
        """Yield what source code looks for: in files that name the resource anything, in others what is distinctive."""
        naming: dict[str, list[int]] = {}
        for number, uses in enumerate(
            CodeUses(self._side, [(gone.before, gone.after) for gone in self._gone]).by_resource()
        ):
            for use in uses:
                naming.setdefault(use.path, []).append(number)
        for path, numbers in naming.items():
            expected = [
                each for literal in self._literals(path) if (each := self._expected(path, literal, is_tied=True))
            ]
            yield from ((number, each) for number in numbers for each in expected)
        others = (
            path
            for path in self._side.search.code_with(map(" ".join, self._stretches), self._phrases)
            if path not in naming
        )
        yield from _distinctive([found for path in others for found in self._in_other_code(path)])

    def _in_other_code(self, path: str) -> Iterator[Found]:
        for literal in self._literals(path):
            expectation = self._expected(path, literal, is_tied=False)
            numbers = {number for phrase in phrases_in(literal.text) for number in self._phrases.get(phrase, ())}
            for number in sorted(numbers) if expectation is not None else ():
                if expectation is not None and _distance(path, self._gone[number].after.path) <= NEAR:
                    yield number, expectation

    def _expected(self, path: str, literal: Literal, *, is_tied: bool) -> Expectation | None:
        """Return the expectation that a literal may be, None for one that is about no wording."""
        words = len(literal.text.split())
        is_pattern = literal.kind == "pattern"
        is_written = literal.kind == "key" and literal.use == "assigned"
        if is_written or literal.use in _SAYING or not (is_pattern or words > 1 or is_label(literal.text)):
            return None
        span = Span(path, literal.line, literal.column, literal.end_line, literal.end_column)
        is_certain = is_tied and (literal.use in _SEARCHING or is_pattern)
        kind: Kind = "pattern" if is_pattern else "label"
        owner = self._side.search.owner_of(path)
        return Expectation(kind, literal.text, path, owner, span, "code", is_certain, _in_words(literal))

    def _literals(self, path: str) -> Sequence[Literal]:
        return self._side.search.facts(path).literals


def _quotations(marked: Iterable[Quotation], stretches: Iterable[Quotation]) -> Iterator[tuple[Quotation, bool]]:
    """Yield quotations, and whether they have quotation marks."""
    yield from ((quote, True) for quote in marked)
    yield from ((quote, False) for quote in stretches)


def _are_siblings(entry: Entry, other: Entry) -> bool:
    """Say whether two resources may be just alike, and neither quotes the other: prompts, or two of one kind."""
    return entry.kind in _TEXTS or entry.kind == other.kind


def _distinctive(found: Sequence[Found]) -> Iterator[Found]:
    """Yield the expectations whose words, or some of them in a row, few files have."""
    parts = [_parts(each.value) for _, each in found]
    having = {(part, each.consumer) for (_, each), of_value in zip(found, parts, strict=True) for part in of_value}
    spread = Counter(part for part, _ in having)
    for each, of_value in zip(found, parts, strict=True):
        if min(spread[part] for part in of_value) <= DISTINCTIVE:
            yield each


def _parts(value: str) -> Sequence[tuple[str, ...]]:
    """Return the runs of words of a quotation, or all that there is of a shorter one."""
    return tuple(shingles(words_in(value))) or ((value,),)


def _in_words(literal: Literal) -> str:
    if literal.kind == "key":
        return "reads as a key"
    if literal.kind == "pattern":
        return "looks for with a regular expression"
    return "looks for" if literal.use in _SEARCHING else "has in a string"


def _distance(left: str, right: str) -> int:
    """Return the steps between the folders of two files."""
    one, other = PurePosixPath(left).parent.parts, PurePosixPath(right).parent.parts
    common = 0
    for mine, yours in zip(one, other, strict=False):
        if mine != yours:
            break
        common += 1
    return len(one) + len(other) - 2 * common
