"""Where each resource stands in the files that were written: the next run replaces some of it and copies the rest."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple, Self

from promptops.bundle.resolved import Overrides

Stamp = Sequence[int]
"""The size, the times, the inode and the device of a file: one of them changes whenever somebody writes to it."""


class FileLayout(NamedTuple):
    """The pieces of one file: a head of so many bytes, then pieces of these lengths, 0 for one that was left out.

    `digest` is the SHA-256 of what follows the head, `stamp` what the file had when it was put in its place.
    """

    digest: str
    head: int
    lengths: Sequence[int]
    stamp: Stamp | None = None

    @property
    def size(self) -> int:
        """Return the size of the file in bytes."""
        return self.head + sum(self.lengths)


class Layout(NamedTuple):
    """The layout of a manifest and its bundles.

    Resources go by their number in the manifest, where number n is piece n; `numbers` holds that of the first resource
    of each path. `order` are the numbers of those that bundles may hold, in the order of bundles: the n-th of them is
    piece n + 1 of each, the beginning is the first. `bundles` are by environment, None when errors kept them from being
    written, and so are `overrides`, by reference below that.
    """

    project: str | None
    manifest: FileLayout
    bundles: Mapping[str, FileLayout] | None
    order: Sequence[int]
    overrides: Mapping[str, Mapping[str, Overrides]]
    numbers: Mapping[str, int]

    def row(self) -> list[Any]:
        """Return the layout as a JSON array; `from_row` reads it back."""
        # Long texts: a hundred thousand small values would take more memory than all the rest.
        return [
            self.project,
            _file_row(self.manifest),
            None if self.bundles is None else {name: _file_row(layout) for name, layout in self.bundles.items()},
            _joined(self.order),
            self.overrides,
            "\0".join(self.numbers),
            _joined(self.numbers.values()),
        ]

    @classmethod
    def from_row(cls, row: list[Any]) -> Self:
        """Return the layout that `row` made this row of."""
        project, manifest, bundles, order, overrides, paths, numbers = row
        return cls(
            project,
            _file(manifest),
            None if bundles is None else {name: _file(layout) for name, layout in bundles.items()},
            _split(order),
            {name: {at: Overrides(*each) for at, each in below.items()} for name, below in overrides.items()},
            dict(zip(paths.split("\0"), _split(numbers), strict=False)),
        )


def _file_row(layout: FileLayout) -> list[Any]:
    return [layout.digest, layout.head, _joined(layout.lengths), layout.stamp]


def _file(row: list[Any]) -> FileLayout:
    digest, head, lengths, stamp = row
    return FileLayout(digest, head, _split(lengths), stamp)


def _joined(numbers: Iterable[int]) -> str:
    return " ".join(map(str, numbers))


def _split(numbers: str) -> list[int]:
    return list(map(int, numbers.split()))
