r"""Characters of a text that nobody sees, told apart from those that a script or a picture needs.

Joiners belong to Arabic, Indic and other scripts and to emoji, marks of direction to text from right to left, spaces
without width to scripts without spaces, one variation selector to the character before it, and tags to three flags. A
character without width that stands alone between blanks splits no word, and is what pasting leaves.
"""

from __future__ import annotations

import re
import sys
import unicodedata
from functools import cache
from typing import Literal, NamedTuple

MAX_HIDDEN = 10_000
"""Characters that are listed; a file with more of them is no text."""

_SELECTORS = "\ufe00-\ufe0f\U000e0100-\U000e01ef"
_TAGS = "\U000e0000-\U000e007f"
_DIRECTION = "\u202a-\u202e\u2066-\u2069"
_MARKS = "\u061c\u200e\u200f"
_CONTROLS = "\x01-\x08\x0b\x0e-\x1f\x7f-\x84\x86-\x9f"
_BLANKS = "\u180e\u200b-\u200d\u2060-\u2064\u206a-\u206f\u3164\ufeff\uffa0"

_JOINED = (
    "\u0590-\u0dff\u0f00-\u109f\u1780-\u18af\u1900-\u1cff\ua800-\uabff\ufb1d-\ufdff\ufe70-\ufefe"
    "\U00010800-\U00011fff\U0001e800-\U0001efff"
)
_PICTURES = "\u00a9\u00ae\u203c-\u2bff\u3030-\u303d\u3297\u3299\ufe0f\U0001f000-\U0001faff\U000e007f"
_WITHOUT_SPACES = (
    "\u0e00-\u109f\u1780-\u17ff\u1900-\u1aaf\u3000-\u9fff\uac00-\ud7a3\uf900-\ufaff\uff00-\uffef\U00020000-\U0003ffff"
)
_HAN = "\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_RIGHT_TO_LEFT = "[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefe\U00010800-\U00010fff\U0001e800-\U0001efff]"

_FLAGS = "|".join("".join(chr(0xE0000 + ord(letter)) for letter in name) for name in ("gbeng", "gbsct", "gbwls"))
_MEANT = (
    rf"(?<!\S)[{_BLANKS}](?!\S)|"
    f"[\u200c\u200d](?=[{_JOINED}])|(?<=[{_JOINED}])[\u200c\u200d]"
    f"|(?<=[{_PICTURES}])\u200d(?=[{_PICTURES}])"
    f"|\u200b(?=[{_WITHOUT_SPACES}])|(?<=[{_WITHOUT_SPACES}])\u200b"
    f"|(?<![{_SELECTORS}])[\ufe0e\ufe0f]{{1,2}}(?![{_SELECTORS}])"
    f"|(?<=[^\x00-\x7f{_SELECTORS}])[\ufe00-\ufe0d](?![{_SELECTORS}])"
    f"|(?<=[{_HAN}])[\U000e0100-\U000e01ef](?![{_SELECTORS}])"
    f"|(?<=\U0001f3f4)(?:{_FLAGS})\U000e007f"
    "|(?<=[\u1800-\u18af])\u180e|\u180e(?=[\u1800-\u18af])"
)
_SUSPECT = f"[{_CONTROLS}{_MARKS}{_BLANKS}{_DIRECTION}{_SELECTORS}{_TAGS}]"
_ASCII = bytes(range(128))
_ASCII_CONTROLS = tuple(chr(code) for code in (*range(1, 9), 11, *range(14, 32), 127))
_WRITTEN = r"U\+([0-9A-Fa-f]{4,6})"
_NAMES = {7: "BELL", 8: "BACKSPACE", 11: "LINE TABULATION", 27: "ESCAPE", 127: "DELETE"}

_compiled = cache(re.compile)  # when they are first needed: such large classes take milliseconds


Sort = Literal["control", "direction", "message", "blank"]
"""A control character, one that turns others around, one that can spell a message, one that is not there to see."""
_SORTS: tuple[tuple[Sort, str], ...] = (
    ("control", _CONTROLS),
    ("direction", _DIRECTION),
    ("message", _TAGS + _SELECTORS),
)


class Hidden(NamedTuple):
    """A hidden character and its offset in the text."""

    character: str
    offset: int

    @property
    def name(self) -> str:
        """Return number and name, as in `U+202E RIGHT-TO-LEFT OVERRIDE`."""
        code = ord(self.character)
        name = unicodedata.name(self.character, _NAMES.get(code, "CONTROL CHARACTER"))
        return f"U+{code:04X} {name}"

    @property
    def sort(self) -> Sort:
        """Return what it does to the text around it."""
        for sort, characters in _SORTS:
            if _compiled(f"[{characters}]").match(self.character):
                return sort
        return "blank"

    @property
    def spells(self) -> str:
        """Return the letter that a tag character hides, else nothing."""
        code = ord(self.character) - 0xE0000
        return chr(code) if ord(" ") <= code <= ord("~") else ""


def character_of(written: str) -> str | None:
    """Return the character that is written as `U+200B`; None when it is none of those that are looked for."""
    match = _compiled(_WRITTEN).fullmatch(written)
    code = int(match[1], 16) if match else sys.maxunicode + 1
    character = chr(code) if code <= sys.maxunicode else ""
    return character if character and _compiled(_SUSPECT).match(character) else None


def hidden_in(text: str, allowed: frozenset[str] = frozenset()) -> tuple[Hidden, ...]:
    """Return the hidden characters of a text in order, at most `MAX_HIDDEN`; those that are allowed are left out."""
    if not _may_hide(text):
        return ()
    found: list[Hidden] = []
    meant_until = 0
    for suspect in _compiled(_SUSPECT).finditer(text):
        if len(found) == MAX_HIDDEN:
            break
        start = suspect.start()
        meant = _compiled(_MEANT).match(text, start)
        if meant is not None:
            meant_until = meant.end()
        elif start >= meant_until and suspect[0] not in allowed:
            found.append(Hidden(suspect[0], start))
    if found and _compiled(_RIGHT_TO_LEFT).search(text):
        found = [each for each in found if each.character not in _MARKS]
    return tuple(found)


def _may_hide(text: str) -> bool:
    """Say quickly whether a text has any character that may be hidden: in most texts few are not ASCII."""
    for control in _ASCII_CONTROLS:
        if control in text:
            return True
    if text.isascii():
        return False
    others = text.encode(errors="replace").translate(None, _ASCII)
    return _compiled(_SUSPECT).search(others.decode() if len(others) < len(text) else text) is not None
