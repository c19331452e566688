"""The body of a Prompty file, cut at its role lines into the messages of a conversation."""

from __future__ import annotations

import re
from typing import NamedTuple

from promptops.templates import Language, parse_template

_ROLES = {
    "system": "system",
    "developer": "developer",
    "user": "user",
    "assistant": "assistant",
    "function": "tool",
    "tool": "tool",
}
_BOUNDARY = re.compile(
    rf"^[ \t]*(?:#[ \t]*)?({'|'.join(_ROLES)}|tools)[ \t]*(?:(\[[^\]\n]*\])[ \t]*)?:[ \t]*$|^[ \t]*!\[thread\]",
    re.MULTILINE | re.IGNORECASE,
)
_BINDS = re.compile(r"\{%[-+]?[ \t\n]*(?:set|macro|import|from)\b")


class Turn(NamedTuple):
    """One message: its role, where that is written, and where its text stands, without blank lines around it.

    `says` is what its role line says beyond the role: attributes, or a role that has another name here.
    """

    role: str
    written: tuple[int, int]
    start: int
    end: int
    says: str = ""


def turns_of(body: str, language: Language) -> tuple[Turn, ...]:
    """Return the messages of a body; none when only rendering tells where they begin.

    That is so where a role line stands inside a tag or a block, where the text takes in a thread, and where a name is
    bound in one message that others may use. What comes before the first role line is the system's.
    """
    turns: list[Turn] = []
    last = Turn("system", (0, 0), 0, 0)
    for boundary in _BOUNDARY.finditer(body):
        name = (boundary[1] or "").lower()
        role = _ROLES.get(name)
        if role is None:
            return ()
        _add(turns, body, last._replace(end=boundary.start()))
        says = name + (boundary[2] or "")
        last = Turn(role, boundary.span(1), boundary.end(), 0, "" if says == role else says)
    if last.start == 0:
        return ()
    _add(turns, body, last._replace(end=len(body)))
    whole = "{" in body and (_BINDS.search(body) or not all(_is_whole(body, turn, language) for turn in turns))
    return () if whole else tuple(turns)


def _add(turns: list[Turn], body: str, turn: Turn) -> None:
    """Add a message, if it says anything."""
    text = body[turn.start : turn.end]
    if text and not text.isspace():
        start = turn.start + len(text) - len(text.lstrip("\n"))
        turns.append(turn._replace(start=start, end=turn.start + len(text.rstrip("\n"))))


def _is_whole(body: str, turn: Turn, language: Language) -> bool:
    text = body[turn.start : turn.end]
    return "{" not in text or parse_template(text, language).error is None
