"""What a scalar means: the core schema of YAML 1.2, and nothing of YAML 1.1."""

from __future__ import annotations

import math
import re
from typing import Self

MAX_NUMBER = 500
"""Longest number that is read, in characters: Python refuses to write out numbers far longer than that."""

PLAIN_STARTS = frozenset(["", *"-+.~0123456789nNtTfF"])
"""The first characters, none among them, of a word that may be anything but a string."""

_WORDS: dict[str, bool | float | None] = {
    **dict.fromkeys(["", "~", "null", "Null", "NULL"], None),
    **dict.fromkeys(["true", "True", "TRUE"], True),
    **dict.fromkeys(["false", "False", "FALSE"], False),
    **dict.fromkeys([".nan", ".NaN", ".NAN"], math.nan),
    **{sign + word: math.inf for sign in ("", "+") for word in (".inf", ".Inf", ".INF")},
    **dict.fromkeys(["-.inf", "-.Inf", "-.INF"], -math.inf),
}
_NUMBER = re.compile(
    r"(?P<decimal>[-+]?[0-9]+)|0o(?P<octal>[0-7]+)|0x(?P<hexadecimal>[0-9a-fA-F]+)"
    r"|(?P<float>[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?)"
)
_BASES = {"decimal": 10, "octal": 8, "hexadecimal": 16}


def resolve(text: str) -> str | float | bool | None:
    """Return the value that an unquoted scalar stands for; raise ValueError for a number longer than `MAX_NUMBER`."""
    if text in _WORDS:
        return _WORDS[text]
    if text[0] not in "-+.0123456789":
        return text
    found = _NUMBER.fullmatch(text)
    if found is None:
        return text
    if len(text) > MAX_NUMBER:
        raise ValueError(text)
    kind = found.lastgroup or ""
    return float(text) if kind == "float" else int(found[kind], _BASES[kind])


class Tagged(str):
    """A scalar whose tag is for another program to understand, as it is written: the tag, a blank, the `text`."""

    __slots__ = ("tag", "text")

    tag: str
    text: str

    def __new__(cls, tag: str, text: str) -> Self:
        """Join a tag and a text."""
        tagged = super().__new__(cls, f"{tag} {text}")
        tagged.tag, tagged.text = tag, text
        return tagged
