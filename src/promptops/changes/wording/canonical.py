"""The form in which two texts that differ in nothing but layout nobody meant are the same."""

from __future__ import annotations

import re
from itertools import pairwise
from unicodedata import is_normalized, normalize

from promptops.changes.wording.fences import fenced_ranges

_LINE_END = re.compile(r"\r\n?+")
_BLANK_LINES = re.compile(r"\n{3,}+")
_NO_BREAK = ("\u00a0", "\u202f", "\u2007")
"""Spaces that differ from a space in where a line may break."""


def canonical(text: str) -> str:
    r"""Return a text with `\n` ends, in Unicode NFC, with plain spaces, none trailing, and no two blank lines in a row.

    It begins with no blank line and ends with one line end, or is empty. In a fenced code block blank lines stay.
    """
    plain = trimmed(text).strip("\n")
    if not plain:
        return ""
    if "\n\n\n" in plain:
        plain = _without_blank_runs(plain)
    return plain + "\n"


def characters(text: str) -> str:
    r"""Return a text in NFC, with line ends `\n` and no non-breaking spaces; every other blank stays as it is."""
    if not text.isascii():
        if not is_normalized("NFC", text):
            text = normalize("NFC", text)
        for space in _NO_BREAK:
            text = text.replace(space, " ")
    return _LINE_END.sub("\n", text) if "\r" in text else text


def trimmed(text: str) -> str:
    """Return a text as `characters` does, with no line that ends in a blank."""
    return "\n".join([line.rstrip() for line in characters(text).split("\n")])


def folded(text: str) -> str:
    """Return a text in NFC on one line, with one space between words and none around."""
    return " ".join(characters(text).split())


def _without_blank_runs(text: str) -> str:
    edges = [0, *(edge for fence in fenced_ranges(text) for edge in fence), len(text)]
    pieces = [text[start:end] for start, end in pairwise(edges)]
    # Every other piece is a fenced block.
    pieces[::2] = [_BLANK_LINES.sub("\n\n", piece) for piece in pieces[::2]]
    return "".join(pieces)
