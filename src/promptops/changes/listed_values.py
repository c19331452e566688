"""Source code that knew all the values which a text lists, and does not know those that it lists now."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from promptops.changes.gone import Gone
from promptops.changes.relisting import Relisted
from promptops.changes.side import Side
from promptops.expectations.code.vocabulary import Vocabulary
from promptops.expectations.expectation import Expectation

if TYPE_CHECKING:
    from promptops.expectations.code import Literal

_KNOWS: Final = "knows as one of the values"
_LACKS: Final = "does not know"
_TAKING_OUT = frozenset({"attribute", "field", "subscript"})
"""Uses of words that are keys of answers; with one more of them nothing is wrong until it is read."""


class ListedValues:
    """Holds the lists of values that are not as they were against what source code knows."""

    def __init__(self, side: Side) -> None:
        """Look through the head."""
        self._side = side
        self._known: dict[str, Vocabulary] = {}

    def lost(self, path: str, gone: Gone) -> Iterator[Expectation]:
        """Yield the values that a file knows of a list of which it knew all, and now does not.

        A value fewer takes nothing from it. That no list is left is no proof: the values may be asked for elsewhere.
        """
        for relisted, vocabulary in self._lists(path, gone):
            if relisted.lost and all(map(vocabulary.of, relisted.before)) and _is_unknown(relisted, vocabulary):
                for value in relisted.lost:
                    literal = vocabulary.of(value)
                    if literal is not None and not (relisted.is_gone and _is_judged_alone(literal)):
                        yield self._expected(path, literal, value, _KNOWS, is_certain=not relisted.is_gone)

    def fresh(self, path: str, gone: Gone) -> Iterator[Expectation]:
        """Yield the values that a list has anew and that a file does not know, at the first that it does know."""
        for relisted, vocabulary in self._lists(path, gone):
            known = [vocabulary.of(value) for value in relisted.before]
            first = known[0]
            if relisted.lost or first is None or not all(map(_is_value, known)):
                continue
            for value in relisted.fresh:
                if not vocabulary.knows(value):
                    yield self._expected(path, first, value, _LACKS, is_certain=False)

    def _lists(self, path: str, gone: Gone) -> Iterator[tuple[Relisted, Vocabulary]]:
        """Yield the lists that a file may know, with all that it knows."""
        for relisted in gone.relisted:
            vocabulary = self._vocabulary(path)
            if not relisted.led_by or vocabulary.of(relisted.led_by) is None:
                yield relisted, vocabulary

    def _vocabulary(self, path: str) -> Vocabulary:
        known = self._known.get(path)
        if known is None:
            search = self._side.search
            known = self._known[path] = Vocabulary(search.facts(path).literals, search.details(path).keys)
        return known

    def _expected(self, path: str, literal: Literal, value: str, evidence: str, *, is_certain: bool) -> Expectation:
        owner = self._side.search.owner_of(path)
        return Expectation("label", value, path, owner, literal.at(path), "code", is_certain, evidence)


def _is_unknown(relisted: Relisted, vocabulary: Vocabulary) -> bool:
    """Say whether answers may have other values now than those that code knows."""
    if relisted.is_gone:
        return relisted.lost == relisted.before
    return not all(map(vocabulary.of, relisted.fresh))


def _is_value(literal: Literal | None) -> bool:
    """Say whether code has a word for more than to take something out of an answer."""
    return literal is not None and not (literal.kind == "key" and literal.use in _TAKING_OUT)


def _is_judged_alone(literal: Literal) -> bool:
    """Say whether a literal is a pattern that must find more than one of some values."""
    return literal.kind == "pattern" and bool(literal.anchor)
