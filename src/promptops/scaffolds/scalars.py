"""Texts as YAML scalars."""

from __future__ import annotations

import re

_PLAIN = re.compile(r"[A-Za-z][A-Za-z0-9._/-]*")
_WORDS = frozenset({"true", "false", "null", "yes", "no", "on", "off", "y", "n"})
"""What some reader of YAML takes for something other than a text."""

_LARGEST_SHORT = 0xFFFF
"""The largest code point that an escape of four digits can name."""


def scalar(text: str) -> str:
    """Return a text as a YAML scalar on one line: plain where every reader takes it for a text, else quoted."""
    if _PLAIN.fullmatch(text) and text.lower() not in _WORDS:
        return text
    return f'"{"".join(map(_escaped, text.encode(errors="replace").decode()))}"'


def _escaped(character: str) -> str:
    if character in '"\\':
        return f"\\{character}"
    if character.isprintable():
        return character
    code = ord(character)
    return f"\\u{code:04x}" if code <= _LARGEST_SHORT else f"\\U{code:08x}"
