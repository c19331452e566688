"""Labels that are gone and that source code near by looks for, though it does not name who said them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from promptops.changes.distinctive import DISTINCTIVE, Found
from promptops.changes.elsewhere import said_by_resources
from promptops.changes.gone import Gone
from promptops.changes.nearness import NEAR, steps_between
from promptops.changes.side import Side
from promptops.expectations.code.patterns import mandatory_literal
from promptops.expectations.expectation import Expectation, is_label
from promptops.expectations.labels import labels_in

if TYPE_CHECKING:
    from promptops.expectations.code import Literal

Expected = Callable[[str, "Literal"], Expectation | None]
"""Returns what a literal in a file, given by its path, may expect of anything."""

_LOOKING = frozenset({"compared", "matched", "searched for"})
"""Uses of a label by which code can only mean an answer, or what it itself has written."""


class _Candidate(NamedTuple):
    label: str
    number: int
    expectation: Expectation


class NearLabels:
    """Finds the labels for which files look that stand near a resource; `labels` has the numbers of whose they were."""

    def __init__(self, side: Side, gone: Sequence[Gone], labels: Mapping[str, Sequence[int]]) -> None:
        self._side = side
        self._gone = gone
        self._labels = labels

    def found(self, paths: Iterable[str], expected: Expected) -> Iterator[Found]:
        """Yield those of some files near by; what many have, or what another text says, may be about anything."""
        candidates = [each for path in paths for each in self._candidates(path, expected)]
        rare = self._rare(dict.fromkeys(each.label for each in candidates))
        said = said_by_resources(self._side, rare)
        for label, number, expectation in candidates:
            if label in rare and said.get(label, frozenset()) <= self._gone[number].paths:
                yield number, expectation

    def _candidates(self, path: str, expected: Expected) -> Iterator[_Candidate]:
        for literal in self._side.search.facts(path).literals:
            labels = self._labels_of(literal) if literal.use in _LOOKING else frozenset()
            expectation = expected(path, literal) if labels and is_label(_told(literal)) else None
            if expectation is not None:
                near = ((label, number) for label in labels for number in self._labels[label])
                yield from (
                    _Candidate(label, number, expectation) for label, number in near if self._is_near(path, number)
                )

    def _is_near(self, path: str, number: int) -> bool:
        return steps_between(path, self._gone[number].after.path) <= NEAR

    def _labels_of(self, literal: Literal) -> frozenset[str]:
        told = _told(literal)
        return frozenset({told, *labels_in(told)}) & self._labels.keys()

    def _rare(self, labels: Iterable[str]) -> frozenset[str]:
        """Return those of some labels that few files of source code have, in any use and wherever they stand."""
        files: Counter[str] = Counter()
        undecided = {*labels}
        for path in self._side.search.code_with((), sorted(undecided)) if undecided else ():
            literals = self._side.search.facts(path).literals if undecided else ()
            files.update({label for literal in literals for label in self._labels_of(literal)} & undecided)
            undecided = {label for label in undecided if files[label] <= DISTINCTIVE}
        return frozenset(undecided)


def _told(literal: Literal) -> str:
    """Return the text that must be there where a literal is found."""
    return mandatory_literal(literal.text) if literal.kind == "pattern" else literal.text
