"""What source code looks for in the answers to a prompt: told by its strings, patterns, keys and calls.

A file that names the prompt is tied to it, and all that it looks for may be about it. Of others, what is distinctive
counts: a label in a file that has the prompt's bare name in a string, and runs of words in files near the prompt.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Final

from promptops.changes.code_uses import NEAR, CodeUses, steps_between
from promptops.changes.distinctive import Found, distinctive, unique
from promptops.changes.gone import Gone, Relisted
from promptops.changes.side import Side
from promptops.diagnostics import Span
from promptops.expectations.code.vocabulary import Vocabulary
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
_READING = frozenset({"field", "subscript"})
"""Uses of a key by which it is taken out of an answer."""
_PLACEHOLDER = re.compile(r"[{\[<$%|#@].*[}\]>$%|#@]", re.DOTALL)
"""What is written in a text for a program to put something in its place."""
_READS = "reads as a key"
_KNOWS = "knows as one of the values"


class CodeDiscovery:
    """Finds what source code expects of wording that is gone."""

    def __init__(
        self, side: Side, gone: Sequence[Gone], phrases: Mapping[str, Sequence[int]], *, is_everything: bool
    ) -> None:
        """Look through the head; `phrases` are the short runs of words that are gone, with the numbers of whose."""
        self._side = side
        self._gone = gone
        self._phrases = phrases
        self._is_everything = is_everything
        self._keys_of: dict[int, frozenset[str]] = {}
        self._uses = CodeUses(side, [(each.before, each.after) for each in gone])

    def found(self, stretches: Iterable[str]) -> Iterator[Found]:
        """Yield expectations with the numbers of the wordings that they are about.

        `stretches` are longer runs of words that are gone: files that have one of them are looked at, too.
        """
        yield from self._by_naming()
        yield from self._by_bare_name()
        others = (path for path in self._side.search.code_with(stretches, self._phrases) if path not in self._naming)
        found = [
            each for path in others for each in self._expected_by(path) if next(self._near(each), None) is not None
        ]
        for each in distinctive(found, [(each.consumer, each.value) for each in found]):
            yield from ((number, each) for number in self._near(each))

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
            literals = self._literals(path)
            vocabulary = Vocabulary(literals)
            for number in numbers:
                yield from ((number, each) for each in self._values(path, vocabulary, self._gone[number]))
            for literal in literals:
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
        for numbers, each in distinctive(labels, [(each.consumer, each.value) for _, each in labels]):
            yield from ((number, each) for number in numbers)

    def _values(self, path: str, vocabulary: Vocabulary, gone: Gone) -> Iterator[Expectation]:
        """Yield the values that code knows of a list of which it knew all, and now does not.

        A value fewer takes nothing from it. That no list is left is no proof: the values may be asked for elsewhere.
        """
        for relisted in gone.relisted:
            if all(map(vocabulary.of, relisted.before)) and _is_unknown(relisted, vocabulary):
                for value in relisted.lost:
                    literal = vocabulary.of(value)
                    if literal is not None and not (relisted.is_gone and _is_judged_alone(literal)):
                        yield self._about(path, literal, "label", value, _KNOWS, is_certain=not relisted.is_gone)

    def _key(self, path: str, literal: Literal, number: int) -> Expectation | None:
        """Return that a key is read which the prompt shows in quotation marks, or which its schema has.

        What a change does to keys of a schema, rules over schemas say.
        """
        if literal.kind != "key" or literal.use not in _READING:
            return None
        if self._is_everything and literal.text in self._keys(number):
            return self._about(path, literal, "key", literal.text, _READS)
        if self._gone[number].had_marked(literal.text):
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
        for number in unique(self._phrases.get(phrase, ()) for phrase in phrases_in(expectation.value)):
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
        at = Span(path, literal.line, literal.column, literal.end_line, literal.end_column)
        owner = self._side.search.owner_of(path)
        return Expectation(kind, value, path, owner, at, "code", is_certain, evidence)

    def _literals(self, path: str) -> Sequence[Literal]:
        return self._side.search.facts(path).literals


def _is_unknown(relisted: Relisted, vocabulary: Vocabulary) -> bool:
    """Say whether answers may have other values now than those that code knows."""
    if relisted.is_gone:
        return relisted.lost == relisted.before
    return not all(map(vocabulary.of, relisted.fresh))


def _is_judged_alone(literal: Literal) -> bool:
    """Say whether a literal is a pattern that must find more than one of some values."""
    return literal.kind == "pattern" and bool(literal.anchor)


def _in_words(literal: Literal) -> str:
    if literal.kind == "key":
        return _READS
    if literal.use == "parsed":
        return "parses"
    if literal.kind == "pattern":
        return "looks for with a regular expression"
    return "looks for" if literal.use in _SEARCHING else "has in a string"
