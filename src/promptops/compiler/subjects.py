"""Whom a finding concerns, as overrides ask: the path, and the owner and environment of the resource or the file."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property

from promptops.compiler.unit import Finding, Unit
from promptops.config.resolution import Subject
from promptops.resources.entries import Entry
from promptops.resources.project import Project


class Subjects:
    """The subjects of findings in some units of a project.

    A finding about a whole file concerns the owner and the environment that all of its resources share, one about a
    `_defaults.yaml` the owner whom it gives.
    """

    def __init__(self, project: Project, units: Iterable[Unit]) -> None:
        self._project = project
        self._units = units
        self._files: dict[str, Subject] = {}

    def entry(self, finding: Finding) -> Entry | None:
        """Return the valid resource that a finding is about, None for a file as a whole."""
        return None if finding.ordinal is None else self._sound.get((finding.primary.path, finding.ordinal))

    def of(self, finding: Finding) -> Subject:
        """Return the subject of a finding."""
        path, entry = finding.primary.path, self.entry(finding)
        if entry is not None:
            return Subject(path, self._project.owner(entry), entry.environment)
        known = self._files.get(path)
        if known is None:
            known = self._files[path] = self._file(path)
        return known

    def _file(self, path: str) -> Subject:
        entries = self._entries.get(path, ())
        owners = {self._project.owner(entry) for entry in entries} or {self._given.get(path)}
        return Subject(path, _only(owners), _only({entry.environment for entry in entries}))

    @cached_property
    def _entries(self) -> dict[str, tuple[Entry, ...]]:
        return {unit.path: unit.entries for unit in self._units}

    @cached_property
    def _sound(self) -> dict[tuple[str, int], Entry]:
        return {entry.identity: entry for entry in self._project.entries}

    @cached_property
    def _given(self) -> dict[str, str | None]:
        inherited = ((item.path, self._project.inherited(item.path).get("owner")) for item in self._project.defaults)
        return {path: owner if isinstance(owner, str) else None for path, owner in inherited}


def _only(values: set[str | None]) -> str | None:
    """Return the value that is the only one, None for several."""
    return next(iter(values)) if len(values) == 1 else None
