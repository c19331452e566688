"""Text of strangers in HTML: it is shown, and nothing more."""

from __future__ import annotations

from html import escape
from typing import Final

from promptops.reports.printable import UNSAFE_IN_LINES, printable, spelled

_LONGEST_NAME: Final = 400
_LONGEST_PROSE: Final = 4_000


def code(text: str) -> str:
    """Return a name in a `code` element."""
    return f"<code>{escape(_cut(printable(text), _LONGEST_NAME))}</code>"


def prose(text: str) -> str:
    """Return a message, in which names stand between backticks."""
    parts = _cut(printable(text), _LONGEST_PROSE).split("`")
    if len(parts) % 2 == 0:  # a backtick without another is text
        parts[-2:] = [f"{parts[-2]}`{parts[-1]}"]
    return "".join(f"<code>{escape(part)}</code>" if n % 2 else escape(part) for n, part in enumerate(parts))


def lines(text: str) -> str:
    """Return text of several lines, its line feeds as they are, for an element that keeps them."""
    return escape(_cut(UNSAFE_IN_LINES.sub(lambda match: spelled(match[0]), text), _LONGEST_PROSE))


def _cut(text: str, longest: int) -> str:
    return text if len(text) <= longest else f"{text[: longest - 1]}…"
