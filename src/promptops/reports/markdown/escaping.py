r"""Text of strangers in Markdown: it can be read, and does nothing.

A backslash takes a character's meaning in Markdown, but not what a forge finds in the finished page: `\@team` still
calls a team, and `\#1` still links an issue. Nothing is found in a code span. So what comes out of a file is shown in
one if it is a name. Of prose, words of letters and numbers stay as they are, and all others go into code spans.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from operator import itemgetter
from typing import Final

from promptops.reports.printable import printable

LONGEST_NAME: Final = 120
LONGEST_PROSE: Final = 600

_LETTER: Final = r"[A-Za-z\x80-\U0010ffff]"
_CLOSING: Final = r"""["'),.;:?!]"""
_PLAIN_WORD: Final = re.compile(
    rf"""["'(]{{0,2}}(?:{_LETTER}+(?:['/-]{_LETTER}+)*|\d{{1,3}}(?:,\d{{3}})*(?:\.\d+)?%?){_CLOSING}{{0,3}}"""
    rf"""|["'(]{{1,2}}|{_CLOSING}{{1,3}}|-"""
)
_STOPS: Final = ",."
_COMMIT: Final = re.compile(r"[0-9A-Fa-f]{7,}")
_TOKEN: Final = re.compile(r" +|[^ ]+")
_BACKTICKS: Final = re.compile(r"`+")


def code(text: str, longest: int = LONGEST_NAME) -> str:
    """Return `text` in a code span, with a fence that is longer than any in it."""
    shown = clipped(text, longest)
    if not shown:
        return "(empty)"
    fence = "`" * (max(map(len, _BACKTICKS.findall(shown)), default=0) + 1)
    is_stripped = shown[0] == shown[-1] == " " and not shown.isspace()
    pad = " " if "`" in (shown[0], shown[-1]) or is_stripped else ""
    return f"{fence}{pad}{shown}{pad}{fence}"


def prose(text: str, longest: int = LONGEST_PROSE) -> str:
    """Return a message, in which names stand between backticks, as Markdown that may follow something on its line."""
    runs: list[tuple[bool, str]] = []
    for is_code, piece in filter(itemgetter(1), _pieces(clipped(text, longest).strip(" "))):
        before = runs.pop()[1] if runs and runs[-1][0] == is_code else ""  # two code spans side by side would be one
        runs.append((is_code, before + piece))
    return "".join(code(piece, len(piece)) if is_code else piece for is_code, piece in runs)


def cell(markdown: str) -> str:
    """Return finished Markdown of one line as it is written in a table."""
    return markdown.replace("|", r"\|")


def clipped(text: str, longest: int) -> str:
    """Return a text on one line, harmless to print, and cut where it is long."""
    shown = printable(text[: longest + 1])
    return shown if len(shown) <= longest else f"{shown[: longest - 1]}…"


def _pieces(text: str) -> Iterator[tuple[bool, str]]:
    """Yield the parts of a message, and whether each must stand in a code span; a backtick without another is text."""
    parts = text.split("`")
    if len(parts) % 2 == 0:
        parts[-2:] = [f"{parts[-2]}`{parts[-1]}"]
    for number, part in enumerate(parts):
        if number % 2:
            yield (True, part)
            continue
        for token in _TOKEN.findall(part):
            word = token.rstrip(_STOPS) if _acts(token) else token
            yield (_acts(word), word)
            yield (False, token[len(word) :])


def _acts(token: str) -> bool:
    is_plain = token.isspace() or _PLAIN_WORD.fullmatch(token) is not None
    return not is_plain or _COMMIT.search(token) is not None
