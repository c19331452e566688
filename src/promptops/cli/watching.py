"""`--watch`: notice that a file of the project has changed."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

from promptops.sources.git import open_tree

INTERVAL = 0.5
"""Seconds between two looks."""


def changes(root: Path) -> Iterator[None]:
    """Yield each time that a file below the root was added, removed or written, until interrupted."""
    seen = _look(root)
    while True:
        time.sleep(INTERVAL)
        now = _look(root)
        if now != seen:
            seen = now
            yield


def _look(root: Path) -> dict[str, tuple[int, int]]:
    found = {}
    for file in open_tree(root, None).files():
        try:
            status = (root / file.path).lstat()
        except OSError:
            continue
        found[file.path] = (status.st_mtime_ns, status.st_size)
    return found
