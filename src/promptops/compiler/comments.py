"""Comments that silence findings: `# promptops: ignore[rule-id] reason`.

In YAML and front matter it is a comment of that language, in a template `{# promptops: ignore[rule-id] reason #}`. On
a line of its own it speaks for the next line that is not another such comment, else for its own line.
"""

from __future__ import annotations

import re

from promptops.compiler.unit import Comment
from promptops.diagnostics import Range
from promptops.sources.text import LineIndex

_MARK = "promptops: ignore"
_COMMENT = re.compile(
    r"(?P<open>\{#-?|#)[ \t]*promptops: ignore(?:\[(?P<ids>[^\]\n]{0,500})\])?(?P<reason>[^\n]{0,1000})"
)


def find_comments(text: str) -> tuple[Comment, ...]:
    """Return the silencing comments of a file in order."""
    if _MARK not in text:
        return ()
    lines = LineIndex(text)
    found = [_comment(match, lines) for match in _COMMENT.finditer(text)]
    for index in range(len(found) - 2, -1, -1):
        comment, following = found[index], found[index + 1]
        if comment.target == following.place.line < following.target:
            found[index] = comment._replace(target=following.target)
    return tuple(found)


def _comment(match: re.Match[str], lines: LineIndex) -> Comment:
    reason, end = match["reason"], match.end()
    if match["open"].startswith("{#"):
        inside, closed, _ = reason.partition("#}")
        end = match.start("reason") + len(inside) + len(closed)
        reason = inside.removesuffix("-")
    line, column = lines.position(match.start())
    end_line, end_column = lines.position(end)
    ids = tuple(part.strip() for part in (match["ids"] or "").split(",") if part.strip())
    alone = not lines.line_text(line)[: column - 1].strip()
    place = Range(line, column, end_line, end_column)
    return Comment(ids, reason.strip(" \t\r-:"), place, line + 1 if alone else line)
