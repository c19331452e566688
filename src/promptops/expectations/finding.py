"""Whether a text has what somebody expects of it, and where."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import NamedTuple

from promptops.expectations.code.matching import pattern_matches
from promptops.expectations.code.patterns import ignores_case, mandatory_literal


_LOOK_BEHIND = re.compile(r"\A(?P<groups>\(*)\(\?<=")
"""A look-behind that nothing stands before: what it looks for must stand in the text, just as if it were matched."""
MIN_LITERAL = 3
"""A regular expression is judged only by what it must find: at least so many characters, one of them a letter."""
MAX_VALUE = 2_000
"""Longer wording is not looked for."""


class Stretch(NamedTuple):
    """Offsets in a text, in code points, half-open."""

    start: int
    end: int


def find_words(words: str, text: str) -> Stretch | None:
    """Return where some words stand in a text; runs of white space count as one blank, letter case counts.

    What begins or ends with a letter or digit is not found within a longer word.
    """
    if not words.strip() or len(words) > MAX_VALUE:
        return None
    found = _spaced(words).search(text)
    return None if found is None else Stretch(*found.span())


@lru_cache(maxsize=4096)
def _spaced(words: str) -> re.Pattern[str]:
    # Escaped words with white space between them: no pattern of the repository's, and nothing to backtrack over.
    joined = r"\s+".join(map(re.escape, words.split()))
    stripped = words.strip()
    before = r"(?<!\w)" if _is_word(stripped[0]) else ""
    behind = r"(?!\w)" if _is_word(stripped[-1]) else ""
    return re.compile(f"{before}{joined}{behind}")


def _is_word(character: str) -> bool:
    # Scripts without blanks between words have no borders to look for.
    return character.isascii() and (character.isalnum() or character == "_")


def find_pattern(pattern: str, text: str) -> Stretch | None:
    """Return where the literal stands that a regular expression must find, if it can find anything in a text.

    None where nothing is found, and where the expression has no such literal: then it says nothing about wording.
    """
    pattern = _LOOK_BEHIND.sub(r"\g<groups>(?:", pattern)
    literal = mandatory_literal(pattern)
    if len(literal.strip()) < MIN_LITERAL or not any(map(str.isalpha, literal)):
        return None
    at = text.casefold().find(literal.casefold()) if ignores_case(pattern) else text.find(literal)
    if at < 0 or pattern_matches(pattern, text) is False:
        return None
    return Stretch(at, at + len(literal))


Finder = Callable[[str, str], Stretch | None]
FINDERS: dict[str, Finder] = {
    "phrase": find_words,
    "label": find_words,
    "stop": find_words,
    "pattern": find_pattern,
}
"""How each kind of expectation about wording is looked for: a function of its value and the text."""


def first_found(kind: str, value: str, texts: Iterable[str]) -> tuple[int, Stretch] | None:
    """Return the number of the first text that has it, and where; None where none has, or the kind is about no wording."""
    finder = FINDERS.get(kind)
    if finder is not None:
        for number, text in enumerate(texts):
            found = finder(value, text)
            if found is not None:
                return number, found
    return None
