"""Labels in languages that draw: a name may hold anything, the language must see none of it."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

from promptops.reports.printable import printable

# Only a letter or digit may follow an underscore: Mermaid reads a closing one as the end of emphasised text.
_PLAIN: Final = re.compile(r"(?:[A-Za-z0-9\x80-\U0010ffff./:@ -]|_(?=[A-Za-z0-9]))+")
_SPECIAL: Final = re.compile(r"[^A-Za-z0-9\x80-\U0010ffff]")


def label(text: str, entity: Callable[[str], str]) -> str:
    """Return `text` on one line and in quotes; `entity` spells a special character in the language at hand.

    Either none is spelled or all are: Mermaid looks for the word `style`, a colon and an entity even in labels.
    """
    shown = printable(text)
    if not _PLAIN.fullmatch(shown):
        shown = _SPECIAL.sub(lambda match: entity(match[0]), shown)
    return f'"{shown}"'
