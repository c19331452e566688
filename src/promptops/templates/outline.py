"""The quick way through a template of plain tags: outputs, conditions, loops, includes and comments.

Such a template is read tag by tag. What one tag says is known from the last time that it was seen, and blocks are
paired here. Whatever is unusual, and every error, is left to the whole parser: then the answer is None.

Reading a tag by itself is right because Jinja2's lexer goes from left to right and keeps nothing between tags: a
stretch that begins where a tag begins, holds no brace inside, and is one whole tag by itself, is that tag in its
context too.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from promptops.templates.limits import MAX_BLOCKS, MAX_TOKENS
from promptops.templates.model import LOOP_NAME, Include, Template, Variable
from promptops.templates.tag import Tag, read_tag

# A whole tag, or an opening that is not the beginning of one; the search stops at the first of these.
_TAG = re.compile(r"\{(?:(?:\{[^{}]*\}|%[^{}]*%|#.*?#)\}|[{%#])", re.DOTALL)
_OPENING = 2
"""The length of an opening by itself."""

_MAX_TAG = 200
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
    tags = plain_tags(text)
    if tags is None:
        return None
    outline = _Outline()
    try:
        for start, source in tags:
            if not is_comment(source):
                outline.add(start, read_tag(source))
    except _UnusualError:
        return None
    if outline.blocks:
        return None
    return Template(tuple(outline.variables), tuple(outline.includes))


@lru_cache(maxsize=8)  # whoever reads a text for what it uses goes on to ask for its program
def plain_tags(text: str) -> Sequence[tuple[int, str]] | None:
    """Return where each tag and each comment begins, and its source; None where one is long, or not whole."""
    found, size = [], 0
    for match in _TAG.finditer(text):
        source = match[0]
        # No tag has more tokens than characters, so a template within this bound is within the whole parser's.
        size += len(source)
        if len(source) == _OPENING or size >= MAX_TOKENS or (len(source) > _MAX_TAG and not is_comment(source)):
            return None
        found.append((match.start(), source))
    return found


def is_comment(source: str) -> bool:
    """Say whether a tag is a comment."""
    return source[1] == "#"


class _Outline:
    """The tags so far: what they say, and which blocks are open."""

    def __init__(self) -> None:
        self.variables: list[Variable] = []
        self.includes: list[Include] = []
        self.blocks: list[_Block] = []
        self._bound = _NOTHING

    def add(self, start: int, tag: Tag | None) -> None:
        if tag is None:
            raise _UnusualError
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
