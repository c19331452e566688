"""The word of a text that is likely to be the rarest."""

from __future__ import annotations

import re

WORD = re.compile(r"\w+")
"""What counts as a word of a text, here and in an index of anchors."""
MAX_LOOKED_AT = 400
"""Characters of a text in which the word is sought."""


def rarest_word(text: str) -> str:
    """Return the longest word of a text, the first of several, casefolded; empty if there is none.

    Words that touch the text's edge may be parts of longer ones where the text occurs.
    """
    if text.isidentifier():
        return text.casefold()
    return max(WORD.findall(text[:MAX_LOOKED_AT]), key=len, default="").casefold()
