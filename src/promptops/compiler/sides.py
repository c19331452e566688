"""The two sides of a comparison: the head as it was compiled, the baseline compiled beside it."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache

from promptops.changes.side import Side
from promptops.changes.snapshot import WITH_TEXTS, Snapshot
from promptops.compiler.file_rules import find_alike
from promptops.compiler.files import FileCompiler
from promptops.compiler.linking import Linker
from promptops.compiler.locating import ProjectLocator
from promptops.compiler.text_search import TextSearch
from promptops.compiler.unit import Finding, Unit
from promptops.compiler.wanted import wanted
from promptops.config.settings import Settings
from promptops.formats import has_body
from promptops.resources.entries import Entry
from promptops.resources.project import GOVERNANCE_KEYS, Project
from promptops.sources.documents import KeyPath
from promptops.sources.listing import Listing
from promptops.sources.trees import TreeFile
from promptops.templates import PromptText

_UNREAD = frozenset({"duplicate-key", "invalid-yaml", "unquoted-template", "unreadable-file"})
"""What keeps a file from being read, as a whole or in part."""
_REFUSED = "invalid-value"
_IN_HEADER = ('"messages"', '"variants"')
"""Keys of texts in a header, as they stand in JSON."""
OPEN_FILES = 64
"""Files whose texts are kept at once: the resources of one file are read one after another."""


@dataclass(frozen=True)
class Compiled:
    """A tree whose files are compiled and linked: what a side is made of.

    `units` are those of the files that may hold something, by path; `files` compiled them and reads them again.
    Source code is read as the `settings` say, or `also` others.
    """

    project: Project
    units: Mapping[str, Unit]
    files: FileCompiler
    listing: Listing
    settings: Settings
    also: Settings | None = None

    @property
    def side(self) -> Side:
        """Return the side of a comparison that the tree is."""
        search = TextSearch(self.listing, self.settings, self.units, self.also)
        return Side(self.project, _SnapshotReader(self.project, self.files), search, self.unread)

    @cached_property
    def unread(self) -> frozenset[str]:
        """Return the files of which something could not be read: what they hold may be there all the same."""
        return frozenset(path for path, unit in self.units.items() if _is_unread(unit))

    def why_unread(self, path: str) -> list[Finding]:
        """Return why a file, or something in it, could not be read, whatever the settings make of that."""
        return [each for each in self.units[path].findings if each.rule in _UNREAD or each.rule == _REFUSED]

    @property
    def locator(self) -> ProjectLocator:
        """Return what turns places in the tree into lines."""
        return ProjectLocator(self.files.open)


def _is_unread(unit: Unit) -> bool:
    if any(not entry.sound for entry in unit.entries):
        return True
    # A resource without a name that holds is no entry at all.
    return any(each.rule in _UNREAD or (each.rule == _REFUSED and not unit.entries) for each in unit.findings)


def compile_alike(one: Settings, other: Settings) -> bool:
    """Say whether files are read alike under two settings, and rules over one file find the same in them."""
    are_configured = (one.path is None) == (other.path is None)
    return are_configured and one.config.sources == other.config.sources and find_alike(one, other)


def compile_beside(listing: Listing, settings: Settings, known: Mapping[str, Unit]) -> Compiled:
    """Compile another tree, or the same under other settings; where a `known` unit still holds, it is taken, by path.

    The units must have been compiled under settings that compile files alike.
    """
    files = FileCompiler(listing, settings)
    units = {file.path: compiled_unit(file, files, listing, known) for file in wanted(listing.files, settings)}
    linker = Linker(settings, ProjectLocator(files.open), listing)
    return Compiled(linker.project_of(tuple(units.values())), units, files, listing, settings)


def with_left_out(head: Compiled, before: Compiled) -> Compiled:
    """Return a head with the files of the baseline that are still there, and that its own configuration leaves out.

    A file of which something cannot be read stays out: what it held is gone.
    """
    held = {path for path, unit in before.units.items() if unit.entries} - head.units.keys()
    left_out = [file for file in head.listing.files if file.path in held]
    if not left_out:
        return replace(head, also=before.settings)
    config = head.settings.config
    sources = [*config.sources, *before.settings.config.sources]
    settings = Settings(config._replace(sources=sources), head.settings.profiles, head.settings.path)
    files = FileCompiler(head.listing, settings)
    compiled = {file.path: files.compile(file) for file in left_out}
    found = {path: unit for path, unit in compiled.items() if not _is_unread(unit)}
    units = dict(sorted({**head.units, **found}.items()))
    linker = Linker(head.settings, ProjectLocator(files.open), head.listing)
    project = linker.project_of(tuple(units.values()))
    return Compiled(project, units, files, head.listing, head.settings, before.settings)


def compiled_unit(file: TreeFile, files: FileCompiler, listing: Listing, known: Mapping[str, Unit]) -> Unit:
    """Return the unit of a file: the `known` one where it still holds."""
    unit = known.get(file.path)
    return unit if unit is not None and _holds(unit, listing) else files.compile(file)


def _holds(unit: Unit, listing: Listing) -> bool:
    if unit.blob != listing.identity(unit.path):
        return False
    return all(listing.identity(name) == then for name, then in unit.attachments.items())


class _SnapshotReader:
    def __init__(self, project: Project, files: FileCompiler) -> None:
        self._project = project
        self._files = files
        self._texts_at = lru_cache(maxsize=OPEN_FILES)(files.texts_of)

    def read(self, entry: Entry) -> Snapshot:
        """Read a resource whole."""
        texts = self._texts_of(entry)
        data = {**(json.loads(entry.data) if entry.sound else {}), **self._governance(entry)}
        body = next((text.text for text in texts if text.keys == ("body",)), None)
        if body is not None:
            data["body"] = body
        return Snapshot(entry, data, texts, self._project.owner(entry))

    def texts(self, entry: Entry) -> Sequence[tuple[KeyPath, str]]:
        """Read the texts of a resource with their paths of keys, and nothing else."""
        if _has_body_alone(entry) and entry.kind in WITH_TEXTS:
            body = self._files.said_in_body(entry)
            return [(("body",), body)] if body else []
        return [(text.keys, text.text) for text in self._texts_of(entry)]

    def _texts_of(self, entry: Entry) -> tuple[PromptText, ...]:
        if entry.kind not in WITH_TEXTS:
            return ()
        if _has_body_alone(entry):
            return self._files.body_of(entry)
        found = self._texts_at(entry.path)
        return found[entry.ordinal] if 0 <= entry.ordinal < len(found) else ()

    def _governance(self, entry: Entry) -> dict[str, object]:
        values = {key: self._project.governance(entry, key) for key in GOVERNANCE_KEYS}
        return {key: value for key, value in values.items() if value is not None}


def _has_body_alone(entry: Entry) -> bool:
    """Say whether the text of a resource is what stands below a header, and certainly has no other in that."""
    is_markdown = entry.native and has_body(entry.path, entry.dialect) and not entry.dynamic
    return is_markdown and entry.sound and not any(key in entry.data for key in _IN_HEADER)
