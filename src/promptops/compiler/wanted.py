"""Which files of a tree are looked into."""

from __future__ import annotations

from collections.abc import Sequence

from promptops import formats
from promptops.config.settings import Settings
from promptops.sources.trees import TreeFile


def wanted(files: Sequence[TreeFile], settings: Settings) -> list[TreeFile]:
    """Return the files that may hold something of the project."""
    config, output = settings.config, f"{settings.config.output}/"
    all_are_read, has_sources = not (config.include or config.exclude), bool(config.sources)
    return [
        file
        for file in files
        if (file.path.endswith(formats.CANDIDATES) or (has_sources and settings.source_of(file.path) is not None))
        and (all_are_read or settings.reads(file.path))
        and not file.path.startswith(output)
    ]
