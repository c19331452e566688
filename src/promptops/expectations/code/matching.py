"""Whether a pattern of an application finds something in a text, on the linear-time engine only."""

from __future__ import annotations

from promptops.resources.patterns import MAX_PATTERN, finder

MAX_TEXT = 1024 * 1024
"""Longer texts, in characters, are not searched."""


def pattern_matches(pattern: str, text: str) -> bool | None:
    """Say whether a pattern finds something in a text; None when the engine cannot say.

    It cannot for look-around, back-references and other syntax that it does not know, or when either is too large.
    """
    if len(pattern) > MAX_PATTERN or len(text) > MAX_TEXT:
        return None
    find = finder(pattern)
    if find is None:
        return None
    try:
        return find(text)
    except UnicodeEncodeError:
        return None
