"""What source code looks for in the answers to a prompt: told by its strings, patterns, keys and calls.

A file that names the prompt is tied to it, and all that it looks for may be about it. Of others, what is distinctive
counts: a label in a file that has the prompt's bare name in a string, and runs of words in files near the prompt.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property, partial
from typing import TYPE_CHECKING, Final, NamedTuple

from promptops.changes.code_uses import CodeUses, names_one_prompt
from promptops.changes.distinctive import Found, distinctive, parts_of, unique
from promptops.changes.gone import Gone
from promptops.changes.listed_values import ListedValues
from promptops.changes.near_labels import NearLabels
from promptops.changes.nearness import NEAR, Surroundings, steps_between
from promptops.changes.side import Side
from promptops.expectations.expectation import Expectation, Kind, is_label
from promptops.expectations.properties import property_names
from promptops.expectations.quotations import phrases_in

if TYPE_CHECKING:
    from promptops.expectations.code import Literal

MIN_LABEL: Final = 4
"""Characters of a label that says by itself what it is looked for; `YES` may be anything."""
_SEARCHING = frozenset({"accepted", "compared", "field", "matched", "searched for", "subscript"})
"""Uses of a text in code by which an answer without it is not understood."""
_SAYING = frozenset({"message"})
"""Uses by which code speaks itself."""
_READING = frozenset({"attribute", "field", "subscript"})
"""Uses of a key by which it is taken out of an answer."""
_PLACEHOLDER = re.compile(r"[{\[<$%|#@].*[}\]>$%|#@]", re.DOTALL)
"""What is written in a text for a program to put something in its place."""
_READS = "reads as a key"


class Sought(NamedTuple):
    """Short runs of words and labels that are gone, each with the numbers of the wordings that had it."""

    phrases: Mapping[str, Sequence[int]]
    labels: Mapping[str, Sequence[int]]


class CodeDiscovery:
    """Finds what source code expects of wording that is gone."""

    def __init__(self, side: Side, gone: Sequence[Gone], sought: Sought, *, is_everything: bool) -> None:
        """Look through the head."""
        self._side = side
        self._gone = gone
        self._sought = sought
        self._is_everything = is_everything
        self._keys_of: dict[int, frozenset[str]] = {}
        self._listed = ListedValues(side)
        self._uses = CodeUses(side, [(each.before, each.after) for each in gone])

    def found(self, stretches: Iterable[str]) -> Iterator[Found]:
        """Yield expectations with the numbers of the wordings that they are about.

        `stretches` are longer runs of words that are gone: files that have one of them are looked at, too.
        """
        yield from self._by_naming()
        yield from self._by_bare_name()
        sought = (*self._sought.phrases, *self._sought.labels)
        surroundings = Surroundings(each.after.path for each in self._gone)
        files = self._side.search.code_with(stretches, sought, surroundings.have)
        others = [path for path in files if path not in self._naming]
        yield from self._by_wording(others)
        near = NearLabels(self._side, self._gone, self._sought.labels)
        yield from near.found(others, partial(self._expected, is_tied=False))

    def unknown(self) -> Iterator[Found]:
        """Yield the values that a list has anew and that source code which names the text does not know."""
        for path, numbers in self._naming.items():
            for number in numbers:
                yield from ((number, each) for each in self._listed.fresh(path, self._gone[number]))

    @cached_property
    def _naming(self) -> Mapping[str, Sequence[int]]:
        """Return the files that name any of the resources, with the numbers of those."""
        naming: dict[str, list[int]] = {}
        for number, uses in enumerate(self._uses.by_resource()):
            for use in uses if self._gone[number].wordings else ():
                naming.setdefault(use.path, []).append(number)
        return naming

    def _by_naming(self) -> Iterator[Found]:
        for path, numbers in self._naming.items():
            for number in numbers:
                yield from ((number, each) for each in self._listed.lost(path, self._gone[number]))
            is_of_one = names_one_prompt(self._side, path)
            for literal in self._literals(path):
                if not is_of_one and _is_of_some_answer(literal):
                    continue
                expected = self._expected(path, literal, is_tied=True)
                for number in numbers:
                    each = self._key(path, literal, number) or expected
                    if each is not None:
                        yield number, each

    def _by_bare_name(self) -> Iterator[Found]:
        """Yield the labels for which files look that have a prompt's name in a string, whatever they do with it."""
        files = [(path, numbers) for path, numbers in self._uses.by_bare_name().items() if path not in self._naming]
        labels = [
            (numbers, each) for path, numbers in files for each in self._expected_by(path) if is_label(each.value)
        ]
        for numbers, each in distinctive(labels, [(each.consumer, parts_of(each.value)) for _, each in labels]):
            yield from ((number, each) for number in numbers)

    def _by_wording(self, paths: Sequence[str]) -> Iterator[Found]:
        """Yield what has some words in a row in files near a resource that they do not name."""
        found = [each for path in paths for each in self._expected_by(path) if next(self._near(each), None) is not None]
        for each in distinctive(found, [(each.consumer, parts_of(each.value)) for each in found]):
            yield from ((number, each) for number in self._near(each))

    def _key(self, path: str, literal: Literal, number: int) -> Expectation | None:
        """Return that a key is read which the prompt shows in quotation marks, or which its schema has.

        What a change does to keys of a schema, rules over schemas say.
        """
        if literal.kind != "key" or literal.use not in _READING:
            return None
        if self._is_everything and literal.text in self._keys(number):
            return self._about(path, literal, "key", literal.text, _READS)
        is_marked = self._gone[number].had_marked(literal.text)
        if literal.use == "attribute" and is_marked:
            # What is read so is called the same in many things; the prompt must have shown it as a key of JSON.
            return self._about(path, literal, "label", f'"{literal.text}"', _READS, is_certain=False)
        if is_marked:
            # Of a file that reads no JSON, a key may be one of anything.
            is_certain = is_label(literal.text) or any(each.use == "parsed" for each in self._literals(path))
            return self._about(path, literal, "label", literal.text, _READS, is_certain=is_certain)
        return None

    def _keys(self, number: int) -> frozenset[str]:
        """Return the keys of the answers to a resource."""
        known = self._keys_of.get(number)
        if known is None:
            schema = self._side.snapshot(self._gone[number].after).output_schema
            known = self._keys_of[number] = property_names(schema)
        return known

    def _expected_by(self, path: str) -> Iterator[Expectation]:
        """Yield what a file expects that need not be about any of the resources."""
        for literal in self._literals(path):
            expectation = self._expected(path, literal, is_tied=False)
            if expectation is not None:
                yield expectation

    def _near(self, expectation: Expectation) -> Iterator[int]:
        """Yield the numbers of the wordings near source code that it may be about."""
        numbers = unique(self._sought.phrases.get(phrase, ()) for phrase in phrases_in(expectation.value))
        for number in numbers:
            if steps_between(expectation.consumer, self._gone[number].after.path) <= NEAR:
                yield number

    def _expected(self, path: str, literal: Literal, *, is_tied: bool) -> Expectation | None:
        """Return the expectation that a literal may be, None for one that is about no wording."""
        words = len(literal.text.split())
        is_pattern = literal.kind == "pattern"
        is_written = literal.kind == "key" and literal.use == "assigned"
        is_placeholder = literal.use == "searched for" and _PLACEHOLDER.fullmatch(literal.text) is not None
        is_label_of_its_own = len(literal.text) >= MIN_LABEL and is_label(literal.text)
        is_telling = is_pattern or words > 1 or is_label_of_its_own or (is_tied and is_placeholder)
        if is_written or literal.use in _SAYING or not is_telling:
            return None
        is_certain = is_tied and literal.use in _SEARCHING
        kind: Kind = "pattern" if is_pattern else "label"
        return self._about(path, literal, kind, literal.text, _in_words(literal), is_certain=is_certain)

    def _about(
        self, path: str, literal: Literal, kind: Kind, value: str, evidence: str, *, is_certain: bool = True
    ) -> Expectation:
        owner = self._side.search.owner_of(path)
        return Expectation(kind, value, path, owner, literal.at(path), "code", is_certain, evidence)

    def _literals(self, path: str) -> Sequence[Literal]:
        return self._side.search.facts(path).literals


def _is_of_some_answer(literal: Literal) -> bool:
    """Say whether a literal says what is read, and not of whose answer: JSON, or a key that is a plain word."""
    return literal.use == "parsed" or (literal.kind == "key" and not is_label(literal.text))


def _in_words(literal: Literal) -> str:
    if literal.kind == "key":
        return _READS
    if literal.use == "parsed":
        return "parses"
    if literal.kind == "pattern":
        return "looks for with a regular expression"
    return "looks for" if literal.use in _SEARCHING else "has in a string"
