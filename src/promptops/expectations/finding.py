"""Whether a text has what somebody expects of it, and where."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable
from functools import lru_cache
from itertools import accumulate
from typing import NamedTuple

from promptops.expectations.code.matching import pattern_matches
from promptops.expectations.code.patterns import ignores_case, mandatory_literal
from promptops.expectations.expectation import is_label
from promptops.expectations.quotations import words_in

_LOOK_BEHIND = re.compile(r"\A(?P<groups>\(*)\(\?<=")
"""A look-behind that nothing stands before: what it looks for must stand in the text, just as if it were matched."""
MIN_LITERAL = 3
"""A regular expression is judged only by what it must find: at least so many characters, one of them a letter."""
_FEW_WORDS = 2
MAX_VALUE = 2_000
"""Longer wording is not looked for."""
MAX_PLACES = 1_000
"""Places of one text at which some words are looked at; a text with more of them within longer words is no prompt."""


class Stretch(NamedTuple):
    """Offsets in a text, in code points, half-open."""

    start: int
    end: int


def find_words(words: str, text: str) -> Stretch | None:
    """Return where some words stand in a text; runs of white space count as one blank, letter case counts.

    What begins or ends with a letter or digit is not found within a longer word.
    """
    found = _find_on_one_line(words, text)
    return None if found is None else _unsqueezed(text, on_one_line(text), found)


def has_words(words: str, text: str) -> bool:
    """Say whether `find_words` finds some words in a text."""
    return _find_on_one_line(words, text) is not None


def _find_on_one_line(words: str, text: str) -> Stretch | None:
    wanted = " ".join(words.split())
    if not wanted or len(words) > MAX_VALUE:
        return None
    squeezed = on_one_line(text)
    at = squeezed.find(wanted)
    for _ in range(MAX_PLACES):
        if at < 0:
            break
        if not _is_cut(squeezed, at) and not _is_cut(squeezed, at + len(wanted)):
            return Stretch(at, at + len(wanted))
        at = squeezed.find(wanted, at + 1)
    return None


@lru_cache(maxsize=32)
def on_one_line(text: str) -> str:
    """Return a text with one blank for each run of white space; several things are looked for in the same one."""
    return " ".join(text.split())


def _unsqueezed(text: str, squeezed: str, found: Stretch) -> Stretch:
    """Return where a stretch of the squeezed form of a text stands in the text, without blanks around it."""
    words = squeezed[found.start : found.end]
    first = found.end - len(words.lstrip())
    last = found.start + len(words.rstrip()) - 1
    return Stretch(_offset(text, squeezed, first), _offset(text, squeezed, last) + 1)


def _offset(text: str, squeezed: str, at: int) -> int:
    """Return the offset in a text of a character of its squeezed form that is no blank."""
    rest = text.split(maxsplit=squeezed.count(" ", 0, at))[-1]
    return len(text) - len(rest) + at - (squeezed.rfind(" ", 0, at) + 1)


def _is_cut(text: str, at: int) -> bool:
    """Say whether a word goes on across an offset."""
    return 0 < at < len(text) and _is_word(text[at - 1]) and _is_word(text[at])


def _is_word(character: str) -> bool:
    # Scripts without blanks between words know no upper case, and have no borders to look for.
    return character == "_" or character.isdecimal() or character.upper() != character.lower()


def find_quotation(words: str, text: str) -> Stretch | None:
    """Return where some words stand in a text one after another, whatever their case and what is between them."""
    if len(words) > MAX_VALUE:
        return None
    wanted = [each[0].lower() for each in words_in(words)]
    having = words_in(text)
    joined = f" {' '.join([each[0].lower() for each in having])} "
    at = joined.find(f" {' '.join(wanted)} ") if wanted else -1
    if at < 0:
        return None
    first = joined.count(" ", 0, at)
    return Stretch(having[first].start(), having[first + len(wanted) - 1].end())


def find_pattern(pattern: str, text: str) -> Stretch | None:
    """Return where the literal stands that a regular expression must find, if it can find anything in a text.

    The text is searched as it is, then with one blank for each run of white space. None where nothing is found, and
    where the expression has no such literal: then it says nothing about wording.
    """
    pattern = _without_look_behind(pattern)
    literal = mandatory_literal(pattern)
    if len(literal.strip()) < MIN_LITERAL or not any(map(str.isalpha, literal)):
        return None
    find = _find_folded if ignores_case(pattern) else _find
    found = find(literal, text)
    if found is not None and pattern_matches(pattern, text) is not False:
        return found
    squeezed = on_one_line(text)  # where lines break in prose is nobody's concern
    found = find(literal, squeezed)
    if found is None or pattern_matches(pattern, squeezed) is False:
        return None
    return _unsqueezed(text, squeezed, found)


def find_wording(pattern: str, text: str) -> Stretch | None:
    """Return where the words stand that a regular expression must find, though it may find nothing in the text.

    It looks through answers, of which a prompt says what stands in them, and not always how. None for less than a label
    or two words.
    """
    pattern = _without_look_behind(pattern)
    literal = mandatory_literal(pattern).strip()
    if len(literal.split()) < _FEW_WORDS and not is_label(literal):
        return None
    squeezed = on_one_line(text)
    found = (_find_folded if ignores_case(pattern) else _find)(" ".join(literal.split()), squeezed)
    return None if found is None else _unsqueezed(text, squeezed, found)


def is_decided(pattern: str, text: str) -> bool:
    """Say whether the linear-time engine can tell if a regular expression finds something in a text."""
    return pattern_matches(_without_look_behind(pattern), text) is not None


def _without_look_behind(pattern: str) -> str:
    return _LOOK_BEHIND.sub(r"\g<groups>(?:", pattern)


def _find(literal: str, text: str) -> Stretch | None:
    at = text.find(literal)
    return None if at < 0 else Stretch(at, at + len(literal))


def _find_folded(literal: str, text: str) -> Stretch | None:
    wanted, folded = literal.casefold(), text.casefold()
    found = _find(wanted, folded)
    if found is None or len(folded) == len(text):
        return found
    # Some characters fold to two or three: the offsets are those of the folded text.
    ends = list(accumulate(len(character.casefold()) for character in text))
    return Stretch(bisect_right(ends, found.start), bisect_right(ends, found.end - 1) + 1)


Finder = Callable[[str, str], Stretch | None]
FINDERS: dict[str, Finder] = {
    "phrase": find_words,
    "label": find_words,
    "stop": find_words,
    "pattern": find_pattern,
    "quotation": find_quotation,
    "wording": find_wording,
}
"""How each form of expectation about wording is looked for: a function of its value and the text."""


def first_found(form: str, value: str, texts: Iterable[str]) -> tuple[int, Stretch] | None:
    """Return the number of the first text that has it, and where; None if none has, or the form is about no wording."""
    finder = FINDERS.get(form)
    if finder is not None:
        for number, text in enumerate(texts):
            found = finder(value, text)
            if found is not None:
                return number, found
    return None
