"""The quick way through a template of plain tags: outputs, conditions, loops, includes and comments.

Such a template is read tag by tag. What one tag says is known from the last time that it was seen, and blocks are
paired here. Whatever is unusual, and every error, is left to the whole parser: then the answer is None.

Reading a tag by itself is right because Jinja2's lexer goes from left to right and keeps nothing between tags: a
stretch that begins where a tag begins, holds no brace inside, and is one whole tag by itself, is that tag in its
context too.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from promptops.templates.limits import MAX_BLOCKS, MAX_TOKENS
from promptops.templates.model import LOOP_NAME, Include, Template, Variable
from promptops.templates.tag import Tag, read_tag

# A whole tag, or an opening that is not the beginning of one; the search stops at the first of these.
TAG = re.compile(r"\{(?:(?:\{[^{}]*\}|%[^{}]*%|(?P<comment>#.*?#))\}|(?P<unusual>[{%#]))", re.DOTALL)

MAX_TAG = 200
"""Longer tags are rare, and would make what is remembered of tags large."""

_NOTHING: frozenset[str] = frozenset()


class _Block(NamedTuple):
    """An open `if` or `for`, and the names that were bound before it."""

    keyword: str
    bound: frozenset[str]
    has_else: bool = False


class _UnusualError(Exception):
    """The template needs the whole parser."""


def parse_outline(text: str) -> Template | None:
    """Return what a template of plain, correct tags says, None for any other."""
    outline = _Outline()
    try:
        for start, tag in _tags(text):
            outline.add(start, tag)
    except _UnusualError:
        return None
    if outline.blocks:
        return None
    return Template(tuple(outline.variables), tuple(outline.includes))


def _tags(text: str) -> Iterator[tuple[int, Tag]]:
    size = 0
    for match in TAG.finditer(text):
        source = match[0]
        # No tag has more tokens than characters, so a template within this bound is within the whole parser's.
        size += len(source)
        if match["unusual"] or size >= MAX_TOKENS:
            raise _UnusualError
        if match["comment"]:
            continue
        tag = read_tag(source) if len(source) <= MAX_TAG else None
        if tag is None:
            raise _UnusualError
        yield match.start(), tag


class _Outline:
    """The tags so far: what they say, and which blocks are open."""

    def __init__(self) -> None:
        self.variables: list[Variable] = []
        self.includes: list[Include] = []
        self.blocks: list[_Block] = []
        self._bound = _NOTHING

    def add(self, start: int, tag: Tag) -> None:
        for name, begin, end in tag.variables:
            if name not in self._bound:
                self.variables.append(Variable(name, start + begin, start + end))
        for include in tag.includes:
            self.includes.append(include._replace(start=start + include.start, end=start + include.end))
        if tag.keyword:
            self._structure(tag)

    def _structure(self, tag: Tag) -> None:
        if tag.keyword in {"if", "for"}:
            self._open(tag)
            return
        if not self.blocks:
            raise _UnusualError
        block = self.blocks.pop()
        if tag.keyword == f"end{block.keyword}":
            self._bound = block.bound
        elif block.has_else or (tag.keyword == "elif" and block.keyword == "for") or tag.keyword.startswith("end"):
            raise _UnusualError
        else:
            self.blocks.append(block._replace(has_else=tag.keyword == "else"))
            self._bound = block.bound

    def _open(self, tag: Tag) -> None:
        if len(self.blocks) == MAX_BLOCKS:
            raise _UnusualError
        self.blocks.append(_Block(tag.keyword, self._bound))
        if tag.keyword == "for":
            self._bound = self._bound.union(tag.binds, (LOOP_NAME,))
