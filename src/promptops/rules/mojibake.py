"""Control characters that are what a wrong encoding left of another character, and which one that was."""

from __future__ import annotations

_LONGEST = 4
"""Bytes of the longest character in UTF-8."""


def original_of(text: str, offset: int) -> str | None:
    """Return the character that was meant where a control character stands in a text, None when that is unknown.

    Either its bytes in UTF-8 were read one by one, as Latin-1 or Windows-1252, or its only byte in Windows-1252 was
    read as Latin-1.
    """
    for start in range(max(0, offset - _LONGEST + 1), offset):
        length = _length_of(ord(text[start]))
        if start + length > offset:
            meant = _decoded(text[start : start + length], "utf-8")
            if meant is not None:
                return meant
    return _decoded(text[offset], "cp1252") if "\x80" <= text[offset] <= "\x9f" else None


def _length_of(byte: int) -> int:
    """Return how many bytes a character has in UTF-8 that begins with this one; 0 when none does."""
    return 2 if 0xC2 <= byte < 0xE0 else 3 if 0xE0 <= byte < 0xF0 else 4 if 0xF0 <= byte < 0xF5 else 0  # noqa: PLR2004 - as the standard gives them


def _decoded(text: str, encoding: str) -> str | None:
    try:
        read = b"".join(_byte(character) for character in text).decode(encoding)
    except UnicodeError:
        return None
    return read if read.isprintable() else None


def _byte(character: str) -> bytes:
    """Return the byte that was read as a character."""
    return character.encode("latin-1" if ord(character) < 0x100 else "cp1252")  # noqa: PLR2004 - what Latin-1 has
