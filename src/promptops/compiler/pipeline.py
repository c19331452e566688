"""The whole compilation on one page: tree → units → project → verdict."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence, Sized
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

from promptops.compiler.cutoff import Basis, Conclusion, origin_of, patched
from promptops.compiler.files import FileCompiler
from promptops.compiler.generated import generated_identity, has_lock
from promptops.compiler.linking import Linked, Linker
from promptops.compiler.locating import ProjectLocator
from promptops.compiler.request import VERDICT, Progress, Request, Verdict
from promptops.compiler.texts_read import TextsRead
from promptops.compiler.unit import Unit
from promptops.compiler.unit_cache import UnitCache
from promptops.compiler.wanted import wanted
from promptops.config.settings import Settings
from promptops.formats import Draft
from promptops.resources.entries import Entry
from promptops.resources.project import Project
from promptops.sources.cache import Cache
from promptops.sources.codeowners import CodeOwners, read_codeowners
from promptops.sources.listing import Listing
from promptops.sources.trees import FolderTree, Tree, TreeFile

if TYPE_CHECKING:
    from promptops.compiler.sides import Compiled

_OWNERSHIP = "missing-owner"
MANY = 1_000
"""Fewer files than this are compiled before another process has started."""


class Compilation:
    """The compilation of a tree: files first, the rest when it is asked for.

    `conclusion` holds the verdict; an unchanged one may have been reached without linking, which `project` does then.
    """

    def __init__(
        self, tree: Tree, request: Request, settings: Settings, cache: Cache | None, progress: Progress
    ) -> None:
        self.settings = settings
        self._tree = tree
        self._today = request.today
        self._listing = Listing(tree)
        self._files = FileCompiler(self._listing, settings)
        texts = TextsRead(self._files.texts_of, self._listing.read)
        self._linker = Linker(settings, ProjectLocator(self._files.open), self._listing, texts)
        self._wanted = wanted(self._listing.files, settings)
        self._read_again: tuple[str, Sequence[Draft]] = "", ()
        self._known = None if cache is None else UnitCache(cache)
        stale = self._wanted
        if self._known is not None:
            stale = self._known.stale(self._wanted, self._listing.identity)
        self._fresh = self._compiled(stale, progress)
        kept = {} if cache is None else cache.load(VERDICT)
        are_kept = self._keeping()
        self.conclusion = self._patched(kept) or self._concluded()
        self.is_kept = are_kept()
        """Whether the cache holds every unit that the verdict rests on."""

    def _compiled(self, stale: Sequence[TreeFile], progress: Progress) -> dict[str, Unit]:
        """Compile files; when they are many and read from a folder, on every core."""
        if not self._is_work_for_many(stale):
            return {file.path: self._files.compile(file) for file in progress(stale)}
        from promptops.compiler.workers import Workers, cores  # noqa: PLC0415 - for many files alone

        units = {unit.path: unit for unit in Workers(self._files, stale, cores()).units(progress)}
        return {file.path: units[file.path] for file in stale}

    def _is_work_for_many(self, files: Sized) -> bool:
        return len(files) >= MANY and isinstance(self._tree, FolderTree)

    def _keeping(self) -> Callable[[], bool]:
        """Return what keeps the fresh units and says whether the cache has them; a new cache is begun at once."""
        known = self._known
        if known is None:
            return lambda: False

        def keep() -> bool:
            return known.add(self._fresh, len(self._wanted))

        kept: Callable[[], bool] = keep
        if not known.size and self._is_work_for_many(self._fresh):
            from promptops.compiler.workers import meanwhile  # noqa: PLC0415 - for many files alone

            kept = meanwhile(keep)
        return lambda: kept() and (not self._fresh or known.measure())

    @property
    def is_steady(self) -> bool:
        """Say whether the files that were compiled were still what they were when they were listed."""
        return all(
            self._listing.agrees(*read)
            for unit in self._fresh.values()
            for read in ((unit.path, unit.blob), *unit.attachments.items())
        )

    @property
    def verdict(self) -> Verdict:
        """Return what is to be said of the tree."""
        return self.conclusion.verdict

    @cached_property
    def project(self) -> Project:
        """Return the linked project."""
        return self._linker.project_of(tuple(self._units.values()))

    def judged_on(self, day: date) -> Linked:
        """Return what is to be said of the tree on another day."""
        return self._linker.judge_project(self.project, tuple(self._units.values()), day, self._codeowners)

    @property
    def basis(self) -> Basis:
        """Return what the verdict rests on besides the units, as they are in the cache by now."""
        owners = self._codeowners
        others = generated_identity(self._listing) + ("" if owners is None else owners.digest)
        size = 0 if self._known is None else self._known.size
        return Basis.of(f"{self._today}", self._listing.paths, others, size)

    @property
    def compiled(self) -> Compiled:
        """Return the project with the units that it was linked of."""
        from promptops.compiler.sides import Compiled  # noqa: PLC0415 - only a comparison asks

        return Compiled(self.project, self._units, self._files, self._listing, self.settings)

    def text_of(self, entry: Entry) -> str | None:
        """Return the body of a Markdown or text file, None for a resource whose text stands in its keys.

        Raises:
            TreeError: the file is no longer what it was when it was compiled.
        """
        unit = self._fresh.get(entry.path)
        return self._files.text_of(entry, self._listing.identity(entry.path) if unit is None else unit.blob)

    def drafts_of(self, path: str) -> Sequence[Draft]:
        """Return what a file holds as it is written there, in the order of the ordinals of its entries."""
        if self._read_again[0] != path:
            self._read_again = path, self._files.drafts_of(path)
        return self._read_again[1]

    def has_file(self, pattern: str) -> bool:
        """Say whether the tree has a file at a path below the root, or one that a pattern stands for."""
        return bool(self._listing.matching(pattern))

    def units_of(self, paths: Collection[str]) -> list[Unit]:
        """Return the units of some files, without one that the cache cannot give after all."""
        fresh = [self._fresh[path] for path in paths if path in self._fresh]
        others = [path for path in paths if path not in self._fresh]
        return fresh if self._known is None else [*fresh, *self._known.units(others)]

    def _patched(self, kept: Mapping[str, object]) -> Conclusion | None:
        if self._known is None or not kept or (self._fresh and has_lock(self._listing)):
            return None
        return patched(kept, self.basis, self._fresh, self._known, self._linker)

    def _concluded(self) -> Conclusion:
        linked, units, config = self._linked, self._units.values(), self.settings.config
        verdict = Verdict(
            linked.diagnostics,
            sum(linked.suppressed.values()),
            sum(unit.held_something for unit in units),
            len(linked.project.entries),
            config.fail_on,
            config.output,
            config.baseline,
            sum(len(entry.dynamic) for entry in linked.project.entries),
            self._ungoverned,
            linked.waived,
        )
        defaults = [unit.path for unit in units if unit.defaults is not None]
        return Conclusion(verdict, linked.touched, linked.words, defaults, linked.suppressed, origin_of(units))

    @property
    def _ungoverned(self) -> int:
        """Return how many files of other formats nobody is said to own; none where that is asked for nothing."""
        if self.settings.config.owners or self.settings.is_off(_OWNERSHIP):
            return 0
        foreign = {entry.path for entry in self.project.entries if not entry.native}
        owners = self._codeowners
        return len(foreign) if owners is None else sum(owners.line_of(path) is None for path in foreign)

    @cached_property
    def _linked(self) -> Linked:
        return self.judged_on(self._today)

    @cached_property
    def _units(self) -> dict[str, Unit]:
        """Return the unit of every wanted file by path; one that the cache cannot give after all is compiled."""
        units = dict(self._fresh)
        if self._known is not None:
            old = [file.path for file in self._wanted if file.path not in units]
            units.update((unit.path, unit) for unit in self._known.units(old))
        return {file.path: units.get(file.path) or self._files.compile(file) for file in self._wanted}

    @cached_property
    def _codeowners(self) -> CodeOwners | None:
        return read_codeowners(self._tree)
