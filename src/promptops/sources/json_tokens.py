"""The tokens of JSON text, with their offsets.

The values come from the standard library's parser; tokens are read only when a place is asked for. What follows holds
for any text, in linear time, and is exact for text that the parser has accepted.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from promptops.regex import regex

# A string that is not closed reaches to the end, so that no quote is looked at twice.
_TOKEN = regex(r'"[^"\\]*(?:\\.[^"\\]*)*(?:"|\\?\Z)|[{}\[\]:,]|[^\s{}\[\]:,"]+', re.DOTALL)
_CHARACTER = regex(r"\\u[dD][89abAB]..\\u[dD][c-fC-F]..|\\u....|\\.|.", re.DOTALL)
_ESCAPE = regex(
    r"\\(?:u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|(?P<half>u[dD][89a-fA-F][0-9a-fA-F]{2})|.)",
    re.DOTALL,
)


def tokens(text: str) -> Iterator[re.Match[str]]:
    """Return strings with their quotes, brackets, colons, commas, and words (numbers, `true`, `false`, `null`)."""
    return _TOKEN.finditer(text)


def characters(text: str, start: int, end: int) -> Iterator[re.Match[str]]:
    """Return the source of each character of the string whose content stands between two offsets."""
    return _CHARACTER.finditer(text, start, end)


def half_character(text: str) -> int | None:
    r"""Return the offset of the first escape that is half of a surrogate pair, as `\ud83d` alone is."""
    return next((found.start() for found in _ESCAPE.finditer(text) if found["half"]), None)
