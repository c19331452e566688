"""A progress bar on long work, on a terminal only."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator, Sequence

import click

from promptops.sources.trees import TreeFile

LONG = 2_000
"""Fewer files than this are done before a bar could be read."""


def progress(*, enabled: bool) -> Callable[[Sequence[TreeFile]], Iterable[TreeFile]]:
    """Return what passes files on one by one and shows how far it is."""
    return _shown if enabled and sys.stderr.isatty() else iter


def _shown(files: Sequence[TreeFile]) -> Iterator[TreeFile]:
    if len(files) < LONG:
        yield from files
        return
    with click.progressbar(files, label="compiling", file=sys.stderr, update_min_steps=100) as bar:
        yield from bar
