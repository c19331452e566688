"""The files of a tree that a path or pattern stands for."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from operator import itemgetter

from promptops.sources.trees import TreeFile

MAX_CANDIDATES = 10_000
"""Files of a folder that are looked through."""

_WILDCARD = re.compile(r"[*?]")
_PATH = itemgetter(0)
_BEHIND_SLASH = chr(ord("/") + 1)


def search(files: Sequence[TreeFile], pattern: str) -> tuple[str, ...] | None:
    """Return the paths, in order, that a path below the root stands for: a file, all in a folder, or what it matches.

    `files` are sorted by path. `*` and `?` stand for anything in one part of a path, `**` for any folders. The result
    is None when there are too many files to look through.
    """
    wildcard = _WILDCARD.search(pattern)
    folder = pattern if wildcard is None else pattern[: wildcard.start()].rpartition("/")[0]
    first = bisect_left(files, folder and f"{folder}/", key=_PATH)
    behind = bisect_left(files, f"{folder}{_BEHIND_SLASH}", key=_PATH) if folder else len(files)
    if behind - first > MAX_CANDIDATES:
        return None
    paths = [file.path for file in files[first:behind]]
    if wildcard is None:
        at = bisect_left(files, pattern, key=_PATH)
        return (pattern,) if at < len(files) and files[at].path == pattern else tuple(paths)
    from promptops.sources.globs import PatternError, compile_pattern  # noqa: PLC0415 - few projects need it

    try:
        return tuple(filter(compile_pattern(f"/{pattern}"), paths))
    except PatternError:
        return ()
