"""Where sentences end in a paragraph."""

from __future__ import annotations

import re
from collections.abc import Iterator

_END = re.compile(
    # A template tag, code, or an address is a word, whatever stands in it.
    r"\{\{[^{}]{0,200}\}\}|\{%[^%]{0,200}%\}|`[^`\n]{1,200}`|https?://\S+(?<![.!?,;:)])"
    r"|(?P<wide>[\u3002\uff01\uff1f\uff61]+[\"'\u201d\u2019\u300d\u300f\uff09*_]*)"
    r"|(?P<stop>(?<![.!?\u2026\u061f\u0964])[.!?\u2026\u061f\u0964]++[\"'\u201d\u2019\u00bb)\]*_]*+)(?=\s)"
)
_NO_END = re.compile(
    r"(?:^|[\s(\[\"'*_])(?:e\.g|i\.e|vs|mr|mrs|ms|dr|prof|st|fig|figs|eq|sec|vol|approx|cf|ca|al|incl|resp"
    r"|(?:[a-z]\.)+[a-z])\.\Z",
    re.IGNORECASE,
)
_NUMBER_FOLLOWS = re.compile(r"(?:^|\W)(?:no|nos|pp?|ch|art)\.\Z", re.IGNORECASE)
_NEXT = re.compile(r"\s*+(\S)")
_SOMETHING = re.compile(r"\w")
_LEAD = 200
"""Characters of a sentence among which a letter or digit must be; dots alone say nothing."""
_LONGEST = 12
"""Characters before a full stop that tell whether it ends a shortened word."""


def sentence_ends(text: str, start: int, end: int) -> Iterator[int]:
    """Yield the offset behind each sentence of `text[start:end]` but the last."""
    for match in _END.finditer(text, start, end):
        at = match.end()
        if match["wide"] or (match["stop"] and _ends(text, match, start, end)):
            if not _SOMETHING.search(text, start, min(match.start(), start + _LEAD)):
                continue
            if at < end:
                yield at
            start = at


def _ends(text: str, match: re.Match[str], start: int, end: int) -> bool:
    """Say whether a stop with a blank behind it ends the sentence that begins at `start`."""
    at = match.end()
    following = _NEXT.match(text, at, end)
    if following is None or following[1].islower():
        return False
    if match["stop"] != ".":
        return True
    ahead = text[max(start, at - _LONGEST) : at]
    if ahead[:-1].strip().isdigit() or _NO_END.search(ahead):
        return False
    return not (following[1].isdigit() and _NUMBER_FOLLOWS.search(ahead))
