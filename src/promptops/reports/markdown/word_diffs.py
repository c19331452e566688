"""Changes of sentences as blocks that a forge colours: what was red, what is green."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final

from promptops.reports.markdown.escaping import clipped

_LONGEST: Final = 300
_REMOVED: Final = re.compile(r"\[-(.*?)-\]")
_ADDED: Final = re.compile(r"\{\+(.*?)\+\}")
_WHOLE: Final = re.compile(r"(removed|added): (.*)", re.DOTALL)
_COME: Final = re.compile(r" ?\{\+.*?\+\}")
_GONE: Final = re.compile(r" ?\[-(?:(?!-\]).)*-\](?! ?\{\+)")
"""The same with the blank ahead of it, which goes with it; not where something stands in its place."""
_BLANKS: Final = re.compile(r" {2,}")


def is_diff(note: str) -> bool:
    """Say whether a note is a sentence with its changes marked in it, or one that came or went."""
    return bool(_REMOVED.search(note[:_LONGEST]) or _ADDED.search(note[:_LONGEST]) or _WHOLE.match(note))


def diff_block(notes: Iterable[str]) -> str:
    """Return a fenced block for notes that are diffs, a line a sentence; no line of it can end it."""
    return "\n".join(["```diff", *(line for note in notes for line in _lines(note)), "```"])


def _lines(note: str) -> Iterator[str]:
    text = clipped(note, _LONGEST)
    whole = _WHOLE.match(text)
    if whole:
        yield f"{'-' if whole[1] == 'removed' else '+'} {whole[2]}"
        return
    before, after = _COME.sub("", text), _REMOVED.sub("", _GONE.sub("", text))
    for sign, side in (("-", _REMOVED.sub(r"\1", before)), ("+", _ADDED.sub(r"\1", after))):
        if side.strip():
            yield f"{sign} {_BLANKS.sub(' ', side.strip())}"
