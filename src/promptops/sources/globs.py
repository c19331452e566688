"""Path patterns as `.gitignore` and CODEOWNERS write them, matched in linear time."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import lru_cache

import re2

_WILDCARDS = {"*": "[^/]*", "?": "[^/]"}


class PatternError(ValueError):
    """A path pattern that cannot be used; `str(error)` says why."""


@lru_cache(maxsize=4096)
def compile_pattern(pattern: str) -> Callable[[str], bool]:
    """Return a predicate over POSIX paths below the root.

    `**` crosses folders, `*` and `?` do not. A pattern without a slash matches at any depth; one that names a folder
    matches everything in it.

    Raises:
        PatternError: the pattern is empty, leaves the root, or is too large to compile.
    """
    try:
        expression = re2.compile(translate(pattern))
    except re2.error as error:
        raise PatternError(f"`{pattern}` is too large a path pattern") from error
    return lambda path: expression.fullmatch(path) is not None


def any_of(patterns: Iterable[str]) -> Callable[[str], bool]:
    """Return a predicate that holds where one of the patterns does."""
    predicates = [compile_pattern(pattern) for pattern in patterns]
    return lambda path: any(predicate(path) for predicate in predicates)


def translate(pattern: str) -> str:
    """Return the regular expression of a path pattern, to be matched against a whole path."""
    body = pattern.removeprefix("./")
    segments = body.strip("/").split("/")
    if not body.strip("/") or ".." in segments:
        raise PatternError(f"`{pattern}` is not a path pattern below the root")
    anchored = "/" in body.rstrip("/")
    parts = [] if anchored else ["(?:.+/)?"]
    for index, segment in enumerate(segments):
        last = index == len(segments) - 1
        if segment == "**":
            parts.append(".*" if last else "(?:.+/)?")
        else:
            parts.append("".join(_WILDCARDS.get(char, re.escape(char)) for char in segment) + ("" if last else "/"))
    tail = "" if segments[-1] == "**" else "(?:/.*)?"
    return "(?s)" + "".join(parts) + tail
