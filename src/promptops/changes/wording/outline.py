"""How a prompt is built: its headings, its sections in tags, and its numbered steps."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from operator import attrgetter
from typing import Literal, NamedTuple

from promptops.changes.wording.fences import indent_at
from promptops.changes.wording.passages import Passage, passages
from promptops.changes.wording.sentences import Sentence, sentences_of

EntryKind = Literal["heading", "section", "step"]

_HEADING = re.compile(r"(?P<level>#{1,6})\s+(?P<title>\S.*)")
_UNDERLINES = {"=": 1, "-": 2}
_TAG = re.compile(r"<(?P<close>/?)(?P<name>[A-Za-z][\w:.-]{0,60})(?:\s[^<>]{0,100})?>")
_NUMBER = re.compile(r"\(?\d{1,3}[.)] ")
_LINE_END = re.compile(r"[^\S\r\n]*+(?:[\r\n]|\Z)")
_SIGN = re.compile(r"(?:^|\r)[^\S\n]*+(?:#|\(?\d|[-=]{3})", re.MULTILINE)
"""How the line of a heading, an underline or a step begins."""

MAX_TITLE = 60
"""Characters of a line that an underline makes a heading; below a longer one it is a rule."""

MAX_DEPTH = 50
"""Sections inside one another that are told apart."""


class Entry(NamedTuple):
    """A heading, a section `<rules>…</rules>`, or a numbered step of a text.

    `title` is the heading's text, the tag's name, or the first sentence of the step without its number; `level` is 1 to
    6 for a heading, the depth of a section from 1 on, and 1 for a step; `start` and `end` are the code point offsets
    of the line or tag that names it, half-open.
    """

    kind: EntryKind
    title: str
    level: int
    start: int
    end: int


def structure(text: str) -> tuple[Entry, ...]:
    """Return the outline of a text, in order; what stands in a fenced block is no part of it."""
    found: list[Entry] = []
    loose = [passage for passage in passages(text) if not passage.is_fenced]
    for passage in loose:
        if _SIGN.search(text, passage.start, passage.end):
            found.extend(_headings_and_steps(list(sentences_of(text, passage))))
    if "</" in text:
        found.extend(_sections(text, loose))
    return tuple(sorted(found, key=attrgetter("start")))


def _headings_and_steps(sentences: Sequence[Sentence]) -> Iterator[Entry]:
    ahead: Sentence | None = None
    for sentence in sentences:
        if sentence.kind == "heading":
            if match := _HEADING.match(sentence.plain):
                title = match["title"].rstrip("#").rstrip()
                yield Entry("heading", title, len(match["level"]), sentence.start, sentence.end)
            elif sentence.text[0] in _UNDERLINES and ahead is not None and _is_title(ahead):
                yield Entry("heading", ahead.plain, _UNDERLINES[sentence.text[0]], ahead.start, ahead.end)
        elif sentence.kind == "bullet" and _NUMBER.match(sentence.mark):
            yield Entry("step", sentence.words, 1, sentence.start, sentence.end)
        ahead = sentence


def _is_title(sentence: Sentence) -> bool:
    return sentence.kind == "prose" and len(sentence.text) <= MAX_TITLE and sentence.text[-1] not in ".!?:,;"


def _sections(text: str, loose: Sequence[Passage]) -> Iterator[Entry]:
    """Yield the sections that begin with a tag alone on its line and are closed."""
    ends: list[int] = []
    for tag, end in sorted(_closed_tags(text, loose), key=lambda item: item[0].start()):
        while ends and ends[-1] <= tag.start():
            ends.pop()
        ends.append(end)
        yield Entry("section", tag["name"], len(ends), tag.start(), tag.end())


def _closed_tags(text: str, loose: Sequence[Passage]) -> Iterator[tuple[re.Match[str], int]]:
    """Yield each tag that opens a section, with the offset at which that ends."""
    tags = [tag for passage in loose for tag in _TAG.finditer(text, passage.start, passage.end)]
    closing = {tag["name"] for tag in tags if tag["close"]}
    opened: list[re.Match[str]] = []
    for tag in tags:
        if not tag["close"]:
            # What is never closed is a placeholder.
            if tag["name"] in closing and len(opened) < MAX_DEPTH and _is_alone(text, tag):
                opened.append(tag)
            continue
        for depth in range(len(opened) - 1, -1, -1):
            if opened[depth]["name"] == tag["name"]:
                yield opened[depth], tag.end()
                del opened[depth:]
                break


def _is_alone(text: str, tag: re.Match[str]) -> bool:
    return indent_at(text, tag.start()) is not None and _LINE_END.match(text, tag.end()) is not None
