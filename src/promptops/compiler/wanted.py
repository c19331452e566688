"""Which files of a tree are looked into."""

from __future__ import annotations

from collections.abc import Sequence

from promptops import formats
from promptops.config.settings import Settings
from promptops.sources.trees import TreeFile


def wanted(files: Sequence[TreeFile], settings: Settings) -> list[TreeFile]:
    """Return the files that may hold something of the project."""
    output = f"{settings.config.output}/"
    return [
        file
        for file in files
        if (formats.is_candidate(file.path) or settings.source_of(file.path) is not None)
        and settings.reads(file.path)
        and not file.path.startswith(output)
    ]
