"""How much two texts have in common, cheaply."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

_WORD = re.compile(r"\w+")


def words_of(text: str) -> list[str]:
    """Return the words of a text in order."""
    return _WORD.findall(text)


def likeness(left: Sequence[str], right: Sequence[str]) -> float:
    """Return the share of words in common, from 0 to 1: how many of the longer text's words the other has, too.

    Words count as often as they occur; their order does not matter.
    """
    if not left or not right:
        return 0.0
    common = sum((Counter(left) & Counter(right)).values())
    return common / max(len(left), len(right))
