"""How a prompt is built: its headings, its sections in tags, and its numbered steps."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from operator import attrgetter
from typing import Literal, NamedTuple

from promptops.changes.wording.blocks import Block, blocks
from promptops.changes.wording.fences import indent_at
from promptops.changes.wording.regions import Region
from promptops.changes.wording.sentences import Sentence, sentences_of

ItemKind = Literal["heading", "section", "step"]

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


class OutlineItem(NamedTuple):
    """A heading, a section `<rules>…</rules>`, or a numbered step of a text.

    `title` is the heading's text, the tag's name, or the first sentence of the step without its number; `level` is 1 to
    6 for a heading, the depth of a section from 1 on, and 1 for a step; `start` and `end` are the code point offsets
    of the line or tag that names it, half-open.
    """

    kind: ItemKind
    title: str
    level: int
    start: int
    end: int


def may_hold_items(region: Region) -> bool:
    """Say whether a region of a text may hold an item of its outline, or the end of a section."""
    text, start, end, _ = region
    return text.find("<", start, end) >= 0 or _SIGN.search(text, start, end) is not None


def structure(text: str) -> tuple[OutlineItem, ...]:
    """Return the outline of a text, in order; what stands in a fenced block is no part of it."""
    found: list[OutlineItem] = []
    loose = [block for block in blocks(text) if not block.is_fenced]
    for block in loose:
        if _SIGN.search(text, block.start, block.end):
            found.extend(_headings_and_steps(list(sentences_of(text, block))))
    if "</" in text:
        found.extend(_sections(text, loose))
    return tuple(sorted(found, key=attrgetter("start")))


def _headings_and_steps(sentences: Sequence[Sentence]) -> Iterator[OutlineItem]:
    ahead: Sentence | None = None
    for sentence in sentences:
        if sentence.kind == "heading":
            if match := _HEADING.match(sentence.plain):
                title = match["title"].rstrip("#").rstrip()
                yield OutlineItem("heading", title, len(match["level"]), sentence.start, sentence.end)
            elif sentence.text[0] in _UNDERLINES and ahead is not None and _is_title(ahead):
                yield OutlineItem("heading", ahead.plain, _UNDERLINES[sentence.text[0]], ahead.start, ahead.end)
        elif sentence.kind == "bullet" and _NUMBER.match(sentence.mark):
            yield OutlineItem("step", sentence.words, 1, sentence.start, sentence.end)
        ahead = sentence


def _is_title(sentence: Sentence) -> bool:
    return sentence.kind == "prose" and len(sentence.text) <= MAX_TITLE and sentence.text[-1] not in ".!?:,;"


def _sections(text: str, loose: Sequence[Block]) -> Iterator[OutlineItem]:
    """Yield the sections that begin with a tag alone on its line and are closed."""
    ends: list[int] = []
    for tag, end in sorted(_closed_tags(text, loose), key=lambda item: item[0].start()):
        while ends and ends[-1] <= tag.start():
            ends.pop()
        ends.append(end)
        yield OutlineItem("section", tag["name"], len(ends), tag.start(), tag.end())


def _closed_tags(text: str, loose: Sequence[Block]) -> Iterator[tuple[re.Match[str], int]]:
    """Yield each tag that opens a section, with the offset at which that ends."""
    tags = [tag for block in loose for tag in _TAG.finditer(text, block.start, block.end)]
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
