"""`--watch`: run again whenever a file of the project has changed."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import click

from promptops.sources.git import open_tree

INTERVAL = 0.5
"""Seconds between two looks."""


def watch(root: Path, run: Callable[[], int]) -> int:
    """Call `run` now and each time that a file below the root was added, removed or written, until interrupted.

    Returns the last status that `run` returned. What is written while it runs counts as a change: `run` may write into
    the folder, if it leaves a file alone that already holds what it would write.
    """
    seen = _look(root)
    status = run()
    try:
        while True:
            time.sleep(INTERVAL)
            now = _look(root)
            if now != seen:
                seen = now
                click.clear()
                status = run()
    except KeyboardInterrupt:
        click.echo(err=True)
        return status


def _look(root: Path) -> dict[str, tuple[int, int]]:
    """Return the time of writing and the size of each file."""
    found = {}
    for file in open_tree(root, None).files():
        try:
            status = (root / file.path).lstat()
        except OSError:
            continue
        found[file.path] = (status.st_mtime_ns, status.st_size)
    return found
