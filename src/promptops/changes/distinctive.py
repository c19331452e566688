"""Which of many quotations say something about who quotes whom: those that few have."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from typing import Final, TypeVar

from promptops.expectations.expectation import Expectation
from promptops.expectations.quotations import shingles_in

DISTINCTIVE: Final = 3
"""A wording that stands in more files than this says nothing about who quotes whom."""

Found = tuple[int, Expectation]
"""An expectation, and the number of the wording that it is about."""
_T = TypeVar("_T")


def distinctive(found: Sequence[_T], values: Sequence[tuple[str, str]]) -> Iterator[_T]:
    """Yield what has words, given each with the consumer that has them, of which few consumers have some in a row."""
    spread = Counter(part for part, _ in {(part, consumer) for consumer, value in values for part in _parts(value)})
    for each, (_, value) in zip(found, values, strict=True):
        if min(spread[part] for part in _parts(value)) <= DISTINCTIVE:
            yield each


def _parts(value: str) -> Sequence[tuple[str, ...]]:
    """Return the runs of words of a quotation, or all that there is of a shorter one."""
    return tuple(shingles_in(value)) or ((value,),)


def unique(numbers: Iterable[Iterable[int]]) -> Iterator[int]:
    """Yield each number of several sequences once."""
    return iter(dict.fromkeys(chain.from_iterable(numbers)))
