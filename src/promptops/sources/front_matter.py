"""Markdown with YAML front matter."""

from __future__ import annotations

import re
from typing import NamedTuple

from promptops.diagnostics import Fault, Range
from promptops.sources.text import INVALID, normalise_breaks
from promptops.sources.yaml import YamlDocument, read_yaml

_OPENING = re.compile(r"---[ \t]*(?:\r\n|\n|\r|\Z)")
_CLOSING = re.compile(r"[\r\n]---[ \t]*(?:\r\n|\n|\r|\Z)")


class FrontMatter(NamedTuple):
    r"""A file in its two parts.

    `header` is the document between two lines `---`, None when there is none or it holds nothing. `body` is all that
    follows the second one, or the whole text when it does not begin with front matter: with line breaks written as
    `\n`, and without the last of them, which ends the file rather than the text. `body_line` is the number of the
    line on which the body begins.
    """

    header: YamlDocument | None
    body: str
    body_line: int


def read_front_matter(text: str) -> tuple[FrontMatter, tuple[Fault, ...]]:
    """Return header and body of a text; positions in the header are those of the whole text.

    The faults are those of `read_yaml`, and `invalid-yaml` for front matter that is not closed or holds two documents.
    """
    opening = _OPENING.match(text)
    if opening is None:
        return FrontMatter(None, _body(text), 1), ()
    closing = _CLOSING.search(text, opening.end() - 1)
    if closing is None:
        advice = "end it with a line that is `---` and nothing else"
        fault = Fault(INVALID, "the front matter that begins here is not closed", Range(1, 1, 1, 4), advice)
        return FrontMatter(None, "", 1), (fault,)
    header = text[opening.end() : closing.start() + 1]
    documents, faults = read_yaml(header, first_line=2)
    body_line = normalise_breaks(header).count("\n") + 3
    front_matter = FrontMatter(documents[0] if documents else None, _body(text[closing.end() :]), body_line)
    return front_matter, (*faults, *map(_second_document, documents[1:2]))


def body_below(text: str) -> str:
    """Return what `read_front_matter` returns for the body, without reading the header."""
    opening = _OPENING.match(text)
    closing = _CLOSING.search(text, opening.end() - 1) if opening else None
    return "" if opening and not closing else _body(text[closing.end() :] if closing else text)


def body_offsets(text: str) -> tuple[int, int] | None:
    r"""Return where the body that `body_below` returns begins and ends in a text, in code points.

    None for front matter that is not closed or that nothing follows, not even a line break, and where line breaks are
    not just `\n`: the body has others.
    """
    opening = _OPENING.match(text)
    closing = _CLOSING.search(text, opening.end() - 1) if opening else None
    start = closing.end() if closing else 0
    if "\r" in text or (opening and text[start - 1 : start] != "\n"):
        return None
    return start, max(start, len(text) - text.endswith("\n"))


def _body(text: str) -> str:
    return normalise_breaks(text).removesuffix("\n")


def _second_document(document: YamlDocument) -> Fault:
    advice = "keep one, and move the others to files of their own"
    return Fault(INVALID, "front matter holds a second document", document.range_of((), "key"), advice)
