"""A Handlebars template in pieces, tags and the text between them, with the blanks dropped that Handlebars drops.

A tag that writes nothing and stands alone on its line goes with that line; `~` takes all blanks beside a tag.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from promptops.templates.handlebars.tags import Tag, tags
from promptops.templates.trees.nodes import InexactError

_ALONE = frozenset({"block", "inverse", "close", "otherwise", "chain", "partial", "comment"})
_LINE_BEFORE = re.compile(r"(?:\A|\n)([ \t]*)\Z")
_LINE_BEHIND = re.compile(r"[ \t]*(?:\r?\n|\Z)")
_COMMENT = re.compile(r"\{\{~?!(?:--.*?--~?\}\}|.*?\}\})", re.DOTALL)
_ANY_BLANKS = re.compile(r"[^\S\n]*")
_BLANKS = re.compile(r"\s*")
_ESCAPED = re.compile(r"\\(?=\{\{)")


class Piece(NamedTuple):
    """A tag, or a stretch of text when `tag` is None."""

    text: str
    tag: Tag | None = None


def pieces(text: str, *, plain_lines: bool = False) -> list[Piece]:
    """Return the pieces of a template.

    Raises `RefusedError` where it is none, and `InexactError` for an indented partial, whose lines would all be. With
    `plain_lines` it is raised, too, for a tag alone on its line with blanks of which Mustache keeps some.
    """
    comment = _COMMENT.search(text) if "\\{" in text else None
    if comment is not None:
        raise InexactError("a comment in a text with braces behind a backslash", *comment.span())
    if "\r" in text:
        raise InexactError("line breaks with a carriage return", text.index("\r"), text.index("\r") + 1)
    found: list[Piece] = []
    at = last = 0
    for tag in _with_comments(text):
        before, start = text[at : tag.start], tag.end
        if text.startswith("~", _behind_braces(text, tag.start)):
            before = before.rstrip()
        if text.endswith(("~}}", "~}}}"), tag.start, tag.end):
            start = _BLANKS.match(text, tag.end).end()  # type: ignore[union-attr]  # it matches nothing at worst
        if plain_lines and tag.kind in _ALONE and _has_strange_blanks(text, last, tag):
            raise InexactError("such blanks beside a tag that is alone on its line", tag.start, tag.end, "remove them")
        if tag.kind in _ALONE and _is_alone(text, last, tag):
            before, behind = _without_line(text, before, tag)
            start = max(start, behind)
        before = before.removesuffix("\\") if before.endswith("\\\\") else before
        found.append(Piece(_unescaped(before)))
        if tag.kind != "comment":
            found.append(Piece("", tag))
        at, last = max(start, at), tag.end
    found.append(Piece(_unescaped(text[at:])))
    return [piece for piece in found if piece.tag is not None or piece.text]


def _behind_braces(text: str, start: int) -> int:
    return start + (3 if text.startswith("{{{", start) else 2)


def _with_comments(text: str) -> Iterator[Tag]:
    """Yield all tags, with the comments that are none for whoever looks for names."""
    at = 0
    for tag in tags(text):
        yield from _comments(text, at, tag.start)
        yield tag
        at = tag.end
    yield from _comments(text, at, len(text))


def _comments(text: str, start: int, end: int) -> Iterator[Tag]:
    for match in _COMMENT.finditer(text, start, end):
        yield Tag("comment", "{{!", (), *match.span())


def _is_alone(text: str, last: int, tag: Tag) -> bool:
    """Say whether nothing but blanks stands on the line of a tag; `last` is where the one before it ended."""
    line = text.rfind("\n", last, tag.start) + 1
    if not line and last:
        return False
    return not text[line : tag.start].strip(" \t") and _LINE_BEHIND.match(text, tag.end) is not None


def _has_strange_blanks(text: str, last: int, tag: Tag) -> bool:
    """Say whether a line holds a tag and blanks other than spaces, or is the last one and ends with blanks."""
    line = text.rfind("\n", last, tag.start) + 1
    before = text[line or last : tag.start]
    end = _ANY_BLANKS.match(text, tag.end).end()  # type: ignore[union-attr]  # it matches nothing at worst
    behind, is_last = text[tag.end : end], end == len(text)
    if (before and not before.isspace()) or not (is_last or text[end] == "\n") or (last and not line):
        return False
    return bool(before.strip(" ") or behind.strip(" ") or (behind and is_last))


def _without_line(text: str, before: str, tag: Tag) -> tuple[str, int]:
    indent = _LINE_BEFORE.search(before)
    behind = _LINE_BEHIND.match(text, tag.end)
    if tag.kind == "partial" and indent is not None and indent[1]:
        raise InexactError("a partial behind blanks, which stand before each of its lines", tag.start, tag.end)
    return before.rstrip(" \t"), behind.end() if behind else tag.end


def _unescaped(text: str) -> str:
    r"""Return what a stretch between tags writes: `\{{` is text, without its backslash."""
    return _ESCAPED.sub("", text)


def words(found: Sequence[Piece]) -> frozenset[str]:
    """Return all that stands in the tags among some pieces, names among it."""
    return frozenset(token.text for piece in found if piece.tag for token in piece.tag.tokens)
