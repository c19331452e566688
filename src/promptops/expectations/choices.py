"""Values that a text lists, one of which an answer is to be: `billing, technical or other`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import groupby, islice
from typing import Final, TypeAlias

Choices: TypeAlias = tuple[str, ...]
"""The values of a list in the order in which they stand, each once, without marks around it and a label before it."""

MAX_LISTS: Final = 200
"""Lists of one text that are looked at, of those within lines and of those of lines."""
MAX_MARKED: Final = 1_000
"""Words in quotation marks of one text that are looked at."""

MAX_VALUES: Final = 60
"""Values of one list that are looked at, the first ones."""

_MARKED = r"\"[^\"\n]{1,40}\"|'[^'\n]{1,40}'|`[^`\n]{1,40}`|\*\*[^*\n]{1,40}\*\*"
_VALUE = rf"(?:{_MARKED}|(?<![\w-])(?:\w{{1,30}}:\s{{1,3}})?\w[\w+-]{{0,39}}(?![\w-]))"
_MARKS = "\"'`*"
_OR = r"(?:\s{0,4},?\s{1,4}or\s{1,4}|\s{0,4}[/|]\s{0,4})"
_LISTED = rf"(?:{_OR}|\s{{0,4}}[,;]\s{{0,4}}(?:and\s{{1,4}})?|\s{{1,4}}and\s{{1,4}})"
_LIST = re.compile(rf"{_VALUE}(?:{_LISTED}{_VALUE}){{2,{MAX_VALUES}}}|{_VALUE}{_OR}{_VALUE}")
"""Three values or more, or two between which one chooses."""
_EACH = re.compile(rf"({_VALUE})(?:{_LISTED}|\Z)")
_ITEM = re.compile(rf"\s{{0,20}}(?:[-*\u2022]|\d{{1,2}}[.)])\s{{1,4}}({_VALUE})\s{{0,4}}(?:\Z|[:(=\u2013\u2014]|->?\s)")
_LABELLED = re.compile(r"\A\w{1,30}:\s{1,3}")
"""What stands before a value that is written with its label, as in `VERDICT: PASS or VERDICT: FAIL`."""
_QUOTED = re.compile(r"[\"'`\u201c](\w[\w-]{0,60})[\"'`\u201d]")


def choices_in(text: str) -> list[Choices]:
    """Return the lists of values in a text: those within a line, and those of which each has a line of its own."""
    found = [_values(_EACH.findall(each[0])) for each in islice(_LIST.finditer(text), MAX_LISTS)]
    items = ((_ITEM.match(line), line) for line in text.splitlines())
    for is_item, lines in groupby(items, key=lambda each: each[0] is not None):
        if is_item:
            found.append(_values([match[1] for match, _ in lines if match is not None][:MAX_VALUES]))
    return [choices for choices in found if len(choices) > 1][: 2 * MAX_LISTS]


def quoted_words_in(text: str) -> Iterator[str]:
    """Yield each single word that stands between quotation marks or backticks."""
    return (match[1] for match in islice(_QUOTED.finditer(text), MAX_MARKED))


def _values(written: list[str]) -> Choices:
    values = (_LABELLED.sub("", value.strip(_MARKS)) for value in written)
    return tuple(dict.fromkeys(value for value in values if value))
