"""The resources that `impact` and `expectations` are asked about."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

from promptops.cli.project import ProjectOptions
from promptops.compiler.sides import Compiled
from promptops.graph.graph import Graph
from promptops.graph.selection import select
from promptops.resources.entries import Entry


class Asked:
    """The project at a path, and those of its resources at or below it that selectors match.

    Raises:
        UsageError: there is nothing at the path, or a selector matches nothing.
    """

    def __init__(self, given: Mapping[str, Any], selectors: Sequence[str]) -> None:
        options = ProjectOptions.of(dict(given))
        self._place = options.place()
        self._selectors = selectors
        self._compiler = options.compiler(self._place.root)

    @property
    def root(self) -> str:
        """Return what leads from the reader to the project."""
        return Path(os.path.relpath(self._place.root)).as_posix()

    @cached_property
    def compiled(self) -> Compiled:
        """Return the compiled project."""
        return self._compiler.compiled.compiled

    @cached_property
    def entries(self) -> list[Entry]:
        """Return the resources, in the order of files."""
        graph = Graph.of(self.compiled.project)
        selected = select(graph, self._selectors, (), self.compiled.project.owner)
        found = [entry for reference, entry in graph.nodes.items() if reference in selected]
        return [entry for entry in found if self._place.has(entry.path)]
