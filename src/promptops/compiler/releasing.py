"""The resources as they were at the last release: of its files those are compiled that somebody asks about."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property

from promptops.changes.side import Side
from promptops.compiler.files import FileCompiler
from promptops.compiler.linking import Linker
from promptops.compiler.locating import ProjectLocator
from promptops.compiler.sides import Compiled, compiled_unit
from promptops.compiler.unit import Unit
from promptops.compiler.wanted import wanted
from promptops.errors import TreeError
from promptops.resources.entries import Entry
from promptops.rules.change_contexts import Released
from promptops.sources.commits import CommitTree
from promptops.sources.listing import Listing
from promptops.sources.releases import Release, UnknownRelease, last_release
from promptops.sources.trees import Tree, TreeFile

MAX_MOVED = 200
"""Files that only the release has and that are looked through for a resource that has moved since."""


class LastRelease:
    """The last release that a baseline contains; none where that is no commit."""

    def __init__(self, baseline: Tree, compiled: Compiled, side: Side) -> None:
        """Look for it among the tags of the baseline's history; `compiled` is the baseline, and so is `side`."""
        self._baseline = baseline
        self._compiled = compiled
        self._side = side

    @property
    def unknown(self) -> str | None:
        """Return why nobody can say what was released, None where it is known."""
        found = self._found
        return f"{found.reason}; {found.help}" if isinstance(found, UnknownRelease) else None

    def find(self, entry: Entry) -> Released | None:
        """Return how a resource of the baseline was released, None for one that was not.

        It is looked for in the file of that path, and in the files that are gone since.
        """
        files = self._files
        if files is None or not isinstance(self._found, Release):
            return None
        for path in files.at(entry.path):
            side = files.side(path)
            held = side.entries_at.get(path, ())
            named = [each for each in held if (each.kind, each.name) == (entry.kind, entry.name)]
            same = [each for each in named if each.major == entry.major] or named
            if same:
                return Released(self._found.tag, side.snapshot(same[0]))
        return None

    @cached_property
    def _found(self) -> Release | UnknownRelease | None:
        if not isinstance(self._baseline, CommitTree):
            return None
        return last_release(self._baseline.root, self._baseline.commit)

    @cached_property
    def _files(self) -> _Files | None:
        if not isinstance(self._baseline, CommitTree) or not isinstance(self._found, Release):
            return None
        if self._found.commit == self._baseline.commit:
            return _Files(self._baseline, self._compiled, self._side)
        try:
            tree = CommitTree.open(self._baseline.root, self._found.commit)
        except TreeError:  # a clone that has the tag, and not what it leads to
            return None
        return _Files(tree, self._compiled, self._side)


class _Files:
    """The files of the release, each compiled when it is asked for, as the baseline's configuration says."""

    def __init__(self, tree: Tree, baseline: Compiled, side: Side) -> None:
        self._listing = Listing(tree)
        self._baseline = baseline
        self._baseline_side = side
        self._compiler = FileCompiler(self._listing, baseline.settings)
        self._sides: dict[str, Side] = {}

    def at(self, path: str) -> Iterator[str]:
        """Yield the files that may hold what the baseline has at a path."""
        if path in self._wanted:
            yield path
        if len(self._moved) <= MAX_MOVED:
            yield from self._moved

    def side(self, path: str) -> Side:
        """Return a side that has what a file holds: the baseline, where that has the very file."""
        known = self._sides.get(path)
        if known is None:
            unit = compiled_unit(self._wanted[path], self._compiler, self._listing, self._baseline.units)
            is_same = unit is self._baseline.units.get(path)
            known = self._sides[path] = self._baseline_side if is_same else self._linked(unit).side
        return known

    @cached_property
    def _wanted(self) -> Mapping[str, TreeFile]:
        return {file.path: file for file in wanted(self._listing.files, self._baseline.settings)}

    @cached_property
    def _moved(self) -> Sequence[str]:
        return [path for path in self._wanted if path not in self._baseline.units]

    def _linked(self, unit: Unit) -> Compiled:
        settings, files, listing = self._baseline.settings, self._compiler, self._listing
        linker = Linker(settings, ProjectLocator(files.open), listing)
        return Compiled(linker.project_of((unit,)), {unit.path: unit}, files, listing, settings)
