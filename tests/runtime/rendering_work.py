"""Counting the work of renderings."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from unittest.mock import patch

from promptops.runtime.rendering import program
from promptops.runtime.rendering.work import Meter


@contextmanager
def counted() -> Iterator[list[int]]:
    """Give a list to which the units of what is rendered meanwhile are added."""
    units: list[int] = []

    class Counter(Meter):
        __slots__ = ()

        def spend(self, work: int) -> None:
            units.append(work)
            super().spend(work)

    with patch.object(program, "Meter", Counter):
        yield units
