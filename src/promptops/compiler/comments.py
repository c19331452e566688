"""Comments that silence findings: `# promptops: ignore[rule-id] reason`.

In YAML and front matter it is a comment of that language, in a text `{# promptops: ignore[rule-id] reason #}`. On a
line of its own it speaks for the next line that is not another such comment, else for its own line.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable

from promptops.compiler.unit import Comment
from promptops.diagnostics import Range
from promptops.regex import regex
from promptops.sources.text import LineIndex

_MARK = "promptops: ignore"
_COMMENT = regex(
    r"(?P<open>\{#-?|#)[ \t]*promptops: ignore(?:\[(?P<ids>[^\]\r\n]{0,500})\])?(?P<reason>[^\r\n]{0,1000})"
)


def find_comments(text: str, prompts: Callable[[], Iterable[Range]] = tuple) -> tuple[Comment, ...]:
    """Return the silencing comments of a file in order.

    `prompts` returns where the texts stand that go to a model: `#` begins no comment in them.
    """
    if _MARK not in text:
        return ()
    lines = LineIndex(text)
    spoken = sorted(prompts())
    found = [_comment(match, lines) for match in _COMMENT.finditer(text) if not _is_spoken(match, lines, spoken)]
    for index in range(len(found) - 2, -1, -1):
        comment, following = found[index], found[index + 1]
        if comment.target == following.place.line < following.target:
            found[index] = comment._replace(target=following.target)
    return tuple(found)


def _is_spoken(match: re.Match[str], lines: LineIndex, prompts: list[Range]) -> bool:
    position = lines.position(match.start())
    before = bisect_right(prompts, Range(*position, len(lines.text) + 1, 0))
    return match["open"] == "#" and before > 0 and position < prompts[before - 1][2:]


def _comment(match: re.Match[str], lines: LineIndex) -> Comment:
    reason, end = match["reason"], match.end()
    in_template = match["open"] != "#"
    inside, closed, _ = reason.partition("#}")
    if in_template:
        end = match.start("reason") + len(inside) + len(closed)
        reason = inside.removesuffix("-")
    place = lines.range(match.start(), end)
    before = lines.line_text(place.line)[: place.column - 1].rstrip()
    ids = tuple(part.strip() for part in (match["ids"] or "").split(",") if part.strip())
    return Comment(
        ids=ids,
        reason=reason.strip(" \t-:"),
        place=place,
        target=place.line if before else place.line + 1,
        ids_place=lines.range(*match.span("ids")) if ids else lines.range(match.start(), match.start()),
        cut=_template_cut(place, match["open"], inside, closed) if in_template else _line_cut(place, before),
    )


def _line_cut(place: Range, before: str) -> Range:
    """Return the comment with the white space before it, or with its whole line."""
    if before:
        return place._replace(column=len(before) + 1)
    return Range(place.line, 1, place.line + 1, 1)


def _template_cut(place: Range, opening: str, inside: str, closed: str) -> Range | None:
    """Return the comment alone: white space around it belongs to the text, unless its dashes strip it."""
    strips = opening.endswith("-") or inside.endswith("-")
    return place if closed and not strips else None
