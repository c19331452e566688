"""Lists of values in a text that the one in its place does not have as they were."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Final, NamedTuple

from promptops.expectations.choices import Choices, choices_in
from promptops.expectations.finding import has_words

MAX_FRESH: Final = 10
"""Values that a list may have anew; one with more of them is another list."""
_NO_VALUES = frozenset(["anything", "else", "just", "not", "nothing", "only", "so", "something", "then"])
_MARKS = "\"'`*"
_LED = 3
"""Words of a list that may be two values and a word before them."""


class Relisted(NamedTuple):
    """A list of values, those of them that the text has lost, and what the list that stands in its place has anew.

    It is gone where no list of the head has any value of it. `led_by` is a word before the first of two values, and
    may be none of them, as in `in a word, yes or no`.
    """

    before: Choices
    lost: Choices
    fresh: Choices
    is_gone: bool
    led_by: str = ""


@lru_cache(maxsize=1_000)
def relisted(text: str, now: tuple[str, ...]) -> tuple[Relisted, ...]:
    """Return the lists of a text that have lost a value, and those that have a new one, in what stands in its place."""
    before = choices_in(text)
    lists = [choices for other in now for choices in choices_in(other)] if before else []
    whole = [each for choices in before if (each := _relisted(choices, text, now, lists)) is not None]
    ends = [(choices[0], _relisted(choices[1:], text, now, lists)) for choices in before if len(choices) == _LED]
    return (*whole, *(end._replace(led_by=word) for word, end in ends if end is not None))


def _relisted(before: Choices, text: str, now: Sequence[str], lists: Sequence[Choices]) -> Relisted | None:
    lost = tuple(value for value in before if not says(value, now))
    closest = max(lists, key=lambda each: (len(_common(before, each)), -len(each)), default=())
    fresh = tuple(value for value in closest if value not in before)
    if lost:
        return Relisted(before, lost, fresh, is_gone=not _common(before, closest))
    if _common(before, closest) != frozenset(before) or len(fresh) > MAX_FRESH:
        return None
    fresh = tuple(value for value in fresh if not says(value, (text,)) and _is_written_alike(value, before, now))
    return Relisted(before, (), fresh, is_gone=False) if fresh else None


def _is_written_alike(value: str, before: Choices, now: Sequence[str]) -> bool:
    """Say whether what a list has anew is written as its values are, and no end of a sentence: `, and nothing else`."""
    if value.casefold() in _NO_VALUES or (all(map(str.isupper, before)) and not value.isupper()):
        return False
    if all(_is_marked(each, now) for each in before) and not _is_marked(value, now):
        return False
    goes_on = re.compile(rf"\band\s{{1,4}}{re.escape(value)}\s{{1,4}}\w")
    return not any(goes_on.search(text) for text in now)


def _is_marked(value: str, texts: Sequence[str]) -> bool:
    return any(value + mark in text for text in texts for mark in _MARKS)


def _common(left: Choices, right: Choices) -> frozenset[str]:
    return frozenset(left) & frozenset(right)


def says(words: str, texts: Iterable[str]) -> bool:
    """Say whether any of some texts has some words."""
    return any(has_words(words, text) for text in texts)
