"""Path patterns as `.gitignore` and CODEOWNERS write them, matched in linear time."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import lru_cache

from promptops.sources.text import shown

MAX_LENGTH = 1_000
"""Characters of the longest path pattern."""

_WILDCARDS = {"*": "[^/]*", "?": "[^/]"}


class PatternError(ValueError):
    """A path pattern that cannot be used; `str(error)` says why."""


@lru_cache(maxsize=4096)
def compile_pattern(pattern: str) -> Callable[[str], bool]:
    """Return a predicate over POSIX paths below the root.

    `**` crosses folders, `*` and `?` do not. A pattern without a slash matches at any depth; one that names a folder
    matches everything in it.

    Raises:
        PatternError: the pattern is empty or too long, leaves the root, is too large to compile, or no text.
    """
    import re2  # noqa: PLC0415 - many projects have no pattern

    try:
        expression = re2.compile(translate(pattern))
    except (re2.error, UnicodeEncodeError) as error:
        raise PatternError(f"`{shown(pattern)}` is no path pattern that can be used") from error
    return lambda path: expression.fullmatch(path) is not None


def any_of(patterns: Iterable[str]) -> Callable[[str], bool]:
    """Return a predicate that holds where one of the patterns does."""
    predicates = [compile_pattern(pattern) for pattern in patterns]
    return lambda path: any(predicate(path) for predicate in predicates)


def translate(pattern: str, *, star_is_shallow: bool = False) -> str:
    """Return the regular expression of a path pattern, to be matched against a whole path.

    With `star_is_shallow`, a `*` at the end stands for files and not for folders with all that is in them.

    Raises:
        PatternError: the pattern is empty or too long, or leaves the root.
    """
    if len(pattern) > MAX_LENGTH:
        raise PatternError(f"`{shown(pattern)}` has more than {MAX_LENGTH:,} characters")
    body = pattern.removeprefix("./")
    segments = body.strip("/").split("/")
    if not body.strip("/") or ".." in segments:
        raise PatternError(f"`{shown(pattern)}` is not a path pattern below the root")
    anchored = "/" in body.rstrip("/")
    parts = [] if anchored else ["(?:.+/)?"]
    for index, segment in enumerate(segments):
        last = index == len(segments) - 1
        if segment == "**":
            parts.append(".*" if last else "(?:.+/)?")
        else:
            parts.append("".join(_WILDCARDS.get(char, re.escape(char)) for char in segment) + ("" if last else "/"))
    return "(?s)" + "".join(parts) + _tail(body, segments[-1], star_is_shallow=star_is_shallow)


def _tail(body: str, last: str, *, star_is_shallow: bool) -> str:
    if last == "**" or (last == "*" and star_is_shallow):
        return ""
    return "/.*" if body.endswith("/") else "(?:/.*)?"
