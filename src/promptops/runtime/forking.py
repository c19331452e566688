"""Locks and threads in a child process: they are made anew, for whoever held or was one stayed behind in the parent."""

from __future__ import annotations

import os
import weakref
from typing import Protocol


class Forked(Protocol):
    """Something that a child process must put right before it goes on."""

    def after_fork(self) -> None:
        """Make locks anew and forget threads and connections; called in the child."""


_known: weakref.WeakSet[Forked] = weakref.WeakSet()


def put_right_after_fork(thing: Forked) -> None:
    """Have something put right in every child process, for as long as it lives."""
    _known.add(thing)


def _in_child() -> None:
    for thing in list(_known):
        thing.after_fork()


os.register_at_fork(after_in_child=_in_child)
