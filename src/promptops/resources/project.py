"""All resources of a project, linked: who is called what, who refers to whom, who owns what."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import cached_property
from typing import Any, NamedTuple

from promptops.diagnostics import Fault
from promptops.resources.entries import Entry, Identity, Link, Place
from promptops.resources.references import parse_reference
from promptops.resources.template_files import TemplateFiles

GOVERNANCE_KEYS = ("owner", "access", "lifecycle", "deprecation", "review_by", "labels", "annotations")
"""The keys that `_defaults.yaml` may give to every resource below it."""


class Defaults(NamedTuple):
    """The governance keys of one `_defaults.yaml`."""

    path: str
    values: Mapping[str, Any]

    @property
    def folder(self) -> str:
        """Return the folder it speaks for, with a trailing slash; empty for the root."""
        return self.path.rpartition("/")[0] + "/" if "/" in self.path else ""


class Project:
    """The linked project. Nothing changes after construction; what costs time is computed on first use.

    `entries` are the sound resources in order of files. One that was refused can still be named and referred to.
    """

    def __init__(
        self,
        entries: Iterable[Entry],
        defaults: Iterable[Defaults] = (),
        owners: Mapping[str, str] | None = None,
        *,
        name: str | None = None,
        paths: Collection[str] = (),
        generated: Mapping[str, str | Fault] | None = None,
    ) -> None:
        """Link entries.

        `owners`, kept as `given_owners`, maps a path to the team that the configuration gives it; `paths` are all
        files of the tree. `generated` are the texts of the files at the root that commands of this tool write, by name,
        or why one of them cannot be read.
        """
        self.name = name
        self._paths = paths
        self.generated = generated or {}
        self._named = tuple(sorted(entries, key=lambda entry: entry.identity))
        self.entries = tuple([entry for entry in self._named if entry.sound])
        self.defaults = tuple(defaults)
        self._defaults = {item.folder: item for item in self.defaults}
        self._folders: dict[str, Mapping[str, Any]] = {}
        self.given_owners = owners or {}

    @cached_property
    def _by_name(self) -> dict[tuple[str, str], list[Entry]]:
        found: dict[tuple[str, str], list[Entry]] = {}
        for entry in self._named:
            found.setdefault((entry.kind, entry.name), []).append(entry)
        return found

    @cached_property
    def names(self) -> dict[str, tuple[str, ...]]:
        """Return the names of each kind, sorted."""
        found: dict[str, list[str]] = {}
        for kind, name in self._by_name:
            found.setdefault(kind, []).append(name)
        return {kind: tuple(sorted(names)) for kind, names in found.items()}

    def named(self, kind: str, name: str) -> tuple[Entry, ...]:
        """Return the resources of a kind with a name: one for each major version, in order of files."""
        return tuple(self._by_name.get((kind, name), ()))

    @cached_property
    def shared_names(self) -> tuple[tuple[Entry, ...], ...]:
        """Return the resources that share kind and name with another one, together, in order of files."""
        return tuple([tuple(entries) for entries in self._by_name.values() if len(entries) > 1])

    def of_kind(self, kind: str) -> Iterator[Entry]:
        """Yield the resources of one kind."""
        return iter(self._by_kind.get(kind, ()))

    @cached_property
    def _by_kind(self) -> dict[str, list[Entry]]:
        found: dict[str, list[Entry]] = {}
        for entry in self.entries:
            found.setdefault(entry.kind, []).append(entry)
        return found

    def resolve(self, link: Link) -> Entry | None:
        """Return what a link refers to.

        Without a major version it is the highest that is not retired, or the highest at all. A resource that was
        refused may have any major version.
        """
        for kind in link.wanted:
            found = self._by_name.get((kind, link.name))
            if found is None:
                continue
            if link.major is not None:
                return _of_major(found, link.major)
            return found[0] if len(found) == 1 else max(found, key=self._preference)
        return None

    def _preference(self, entry: Entry) -> tuple[bool, int]:
        return not self.is_retired(entry), entry.major or 0

    @cached_property
    def targets(self) -> tuple[tuple[tuple[Link, Entry | None], ...], ...]:
        """Return, for each entry in order, its links with what they resolve to."""
        return tuple([self.targets_of(entry) for entry in self.entries])

    def targets_of(self, entry: Entry) -> tuple[tuple[Link, Entry | None], ...]:
        """Return the links of one resource with what they resolve to."""
        resolve = self.resolve
        if entry.native:
            return tuple([(link, resolve(link)) for link in entry.links])
        return tuple([(link, self._included(entry, link) or resolve(link)) for link in entry.links])

    @cached_property
    def linked(self) -> Mapping[Identity, tuple[tuple[Link, Entry | None], ...]]:
        """Return the links of each resource by its identity, with what they resolve to."""
        return {entry.identity: targets for entry, targets in zip(self.entries, self.targets, strict=True)}

    def _included(self, entry: Entry, link: Link) -> Entry | None:
        """Return the template that another one includes by the name of its file."""
        return self.template_files.find(entry.path, link.text) if link.field == "include" else None

    @cached_property
    def template_files(self) -> TemplateFiles:
        """Return the templates that other dialects than the native one include by file."""
        return TemplateFiles(self._named, self._paths)

    @cached_property
    def unresolved(self) -> tuple[tuple[Entry, Link], ...]:
        """Return the references that resolve to nothing, each with the resource that holds it."""
        linked = zip(self.entries, self.targets, strict=True)
        return tuple([(entry, link) for entry, targets in linked for link, target in targets if target is None])

    def governance(self, entry: Entry, key: str) -> Any:
        """Return a governance key of a resource: its own, else inherited from the nearest folder above."""
        value = entry.governance.get(key)
        if value is None and entry.native and self._defaults:
            value = self.inherited(entry.path).get(key)
        return value

    def is_retired(self, entry: Entry) -> bool:
        """Say whether a resource is out of use: what it needs counts for nothing."""
        return bool(self.governance(entry, "lifecycle") == "retired")

    def governed_by(self, key: str) -> Iterator[tuple[Entry, Any]]:
        """Yield every resource that has a governance key, its own or inherited, with the value."""
        inherited = any(key in item.values for item in self.defaults)
        for entry in self.entries:
            value = self.governance(entry, key) if inherited else entry.governance.get(key)
            if value is not None:
                yield entry, value

    def written_at(self, entry: Entry, key: str) -> Place:
        """Return where the governance key of a resource is written: in its own file, or in the defaults above it."""
        if entry.governance.get(key) is None:
            folder = entry.path
            while folder:
                folder = folder.rpartition("/")[0]
                defaults = self._defaults.get(folder + "/" if folder else "")
                if defaults is not None and key in defaults.values:
                    return Place(defaults.path, None, (key,))
        return entry.at(key)

    def owner(self, entry: Entry) -> str | None:
        """Return the owning team's name: the file's own, inherited, or given to its path by the configuration."""
        owner = self.governance(entry, "owner") or self.given_owners.get(entry.path)
        return owner if isinstance(owner, str) else None

    def team(self, owner: str) -> Entry | None:
        """Return the team that an owner, as written, refers to."""
        parsed = parse_reference(owner)
        return None if parsed is None else self.resolve(Link("owner", ("team",), *parsed, ()))

    def inherited(self, path: str) -> Mapping[str, Any]:
        """Return the governance keys that the folders above a path give."""
        folder = path.rpartition("/")[0]
        return self._inherited(folder + "/" if folder else "")

    def _inherited(self, folder: str) -> Mapping[str, Any]:
        known = self._folders.get(folder)
        if known is None:
            above = folder.rstrip("/").rpartition("/")[0]
            inherited = self._inherited(above + "/" if above else "") if folder else {}
            own = self._defaults.get(folder)
            known = self._folders[folder] = {**inherited, **own.values} if own else inherited
        return known


def _of_major(entries: Iterable[Entry], major: int) -> Entry | None:
    refused = None
    for entry in entries:
        if entry.major == major:
            return entry
        if not entry.sound:
            refused = refused or entry
    return refused
