"""Which of many quotations say something about who quotes whom: those that few have."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from typing import Final, TypeVar

from promptops.changes.gone import Run
from promptops.expectations.expectation import Expectation
from promptops.expectations.quotations import shingles_in

DISTINCTIVE: Final = 3
"""A wording that stands in more files than this says nothing about who quotes whom."""

Found = tuple[int, Expectation]
"""An expectation, and the number of the wording that it is about."""
_T = TypeVar("_T")


def distinctive(found: Sequence[_T], parts: Sequence[tuple[str, Sequence[Run]]]) -> Iterator[_T]:
    """Yield what has runs of words, given each with the consumer that has them, of which few consumers have some."""
    spread: dict[Run, set[str]] = {}
    for consumer, runs in parts:
        for run in runs:
            consumers = spread.setdefault(run, set())
            if len(consumers) <= DISTINCTIVE:
                consumers.add(consumer)
    for each, (_, runs) in zip(found, parts, strict=True):
        if any(len(spread[run]) <= DISTINCTIVE for run in runs):
            yield each


def parts_of(value: str) -> Sequence[Run]:
    """Return the runs of words of a quotation, or all that there is of a shorter one."""
    return tuple(shingles_in(value)) or ((value,),)


def unique(numbers: Iterable[Iterable[int]]) -> Iterator[int]:
    """Yield each number of several sequences once."""
    return iter(dict.fromkeys(chain.from_iterable(numbers)))
