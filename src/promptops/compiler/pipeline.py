"""The whole compilation on one page: tree → units → project → verdict."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from promptops import formats
from promptops.compiler.cache import Cache
from promptops.compiler.files import FileCompiler
from promptops.compiler.linking import Linker
from promptops.compiler.locating import ProjectLocator
from promptops.compiler.request import Request, Verdict
from promptops.compiler.unit import Unit
from promptops.config.settings import Settings
from promptops.resources.entries import Entry
from promptops.resources.project import Project
from promptops.rules import all_rules
from promptops.sources.codeowners import LOCATIONS, CodeOwners
from promptops.sources.text import decode
from promptops.sources.trees import Tree, TreeFile, Unreadable, blob_id

Progress = Callable[[Sequence[TreeFile]], Iterable[TreeFile]]
"""Passes files on one by one, and may show how far it is."""


class Compilation(NamedTuple):
    """A compiled project with the settings that it was compiled by."""

    settings: Settings
    project: Project
    verdict: Verdict
    text_of: Callable[[Entry], str | None]


def compile_tree(
    tree: Tree, request: Request, settings: Settings, cache: Cache | None, progress: Progress
) -> Compilation:
    """Compile everything below the root of a tree."""
    rules = all_rules()
    listed = tree.files()
    files = FileCompiler(tree, settings, rules)
    wanted = [file for file in listed if _is_wanted(file.path, settings)]
    units = _units(files, progress(wanted), cache, _Blobs(tree, listed))
    linker = Linker(settings, rules, ProjectLocator(files.open))
    project, diagnostics, suppressed = linker.link(units, request.today, _codeowners(tree))
    read = sum(1 for unit in units if unit.held_something)
    config = settings.config
    verdict = Verdict(
        diagnostics, suppressed, read, len(project.entries), config.fail_on, config.output, config.baseline
    )
    blobs = {unit.path: unit.blob for unit in units if unit.entries}
    return Compilation(settings, project, verdict, lambda entry: files.text_of(entry, blobs[entry.path]))


def _is_wanted(path: str, settings: Settings) -> bool:
    candidate = formats.is_candidate(path) or settings.source_of(path) is not None
    return candidate and settings.reads(path) and not path.startswith(f"{settings.config.output}/")


def _units(files: FileCompiler, wanted: Iterable[TreeFile], cache: Cache | None, blobs: _Blobs) -> list[Unit]:
    """Return the unit of every wanted file, from the cache where it still holds."""
    if cache is None:
        return [files.compile(file) for file in wanted]
    cache.load_units()
    units, fresh = [], []
    for file in wanted:
        unit = cache.unit(file.path, blobs.of)
        if unit is None:
            unit = files.compile(file)
            fresh.append(unit)
        units.append(unit)
    cache.save_units(fresh, len(units))
    return units


class _Blobs:
    """The blob ids of a tree's files: git's where it vouches for them, else those of the bytes as they are now."""

    def __init__(self, tree: Tree, listed: Iterable[TreeFile]) -> None:
        self._tree = tree
        self._known: dict[str, str | None] = dict(listed)

    def of(self, path: str) -> str | None:
        """Return the blob id of a file, None for one that is not there, empty for one that cannot be read."""
        blob = self._known.get(path)
        if blob is None and path in self._known:
            data = self._tree.read(path)
            blob = self._known[path] = "" if isinstance(data, Unreadable) else blob_id(data)
        return blob


def _codeowners(tree: Tree) -> CodeOwners | None:
    for path in LOCATIONS:
        data = tree.read(path)
        text = None if isinstance(data, Unreadable) else decode(data)[0]
        if text is not None:
            return CodeOwners(path, text)
    return None
