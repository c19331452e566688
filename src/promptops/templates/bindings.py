"""Names that a template gives a value itself, and so passes on to what it includes."""

from __future__ import annotations

from promptops.regex import regex

_BINDING = regex(r"\{%[-+]?\s{0,8}(?:set|with|for|macro|import|from)\b([^{}%]{0,400})")
_NAME = regex(r"[A-Za-z_][A-Za-z0-9_]*")


def bound_names(text: str) -> frozenset[str]:
    """Return every name that a template may bind anywhere in it: rather too many of them than too few."""
    if "{%" not in text:
        return frozenset()
    return frozenset(name for tag in _BINDING.finditer(text) for name in _NAME.findall(tag[1]))
