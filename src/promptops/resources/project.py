"""All resources of a project, linked: who is called what, who refers to whom, who owns what."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any, NamedTuple, TypeAlias

from promptops.diagnostics import Fault
from promptops.resources.entries import Entry, Identity, Link, Place
from promptops.resources.references import parse_reference
from promptops.resources.template_files import TemplateFiles

GOVERNANCE_KEYS = ("owner", "access", "lifecycle", "deprecation", "review_by", "labels", "annotations")
"""The keys that `_defaults.yaml` may give to every resource below it."""


Targets: TypeAlias = tuple[tuple[Link, Entry | None], ...]
"""Links, each with what it resolves to, None for nothing."""
_Versions: TypeAlias = Sequence[tuple[int | None, Entry]]


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
        self._inheritable = frozenset(key for item in self.defaults for key in item.values)
        self._folders: dict[str, Mapping[str, Any]] = {}
        self._governed: dict[str, Sequence[tuple[Entry, Any]]] = {}
        self.given_owners = owners or {}

    @cached_property
    def _by_name(self) -> Mapping[str, Mapping[str, _Versions]]:
        """Return the resources by kind, then by name, each with its major version."""
        found: dict[str, dict[str, list[tuple[int | None, Entry]]]] = {}
        for entry in self._named:
            found.setdefault(entry.kind, {}).setdefault(entry.name, []).append((entry.major, entry))
        return found

    @cached_property
    def names(self) -> dict[str, tuple[str, ...]]:
        """Return the names of each kind, sorted."""
        return {kind: tuple(sorted(names)) for kind, names in self._by_name.items()}

    def named(self, kind: str, name: str) -> tuple[Entry, ...]:
        """Return the resources of a kind with a name: one for each major version, in order of files."""
        return tuple([entry for _, entry in self._by_name.get(kind, {}).get(name, ())])

    @cached_property
    def shared_names(self) -> tuple[tuple[Entry, ...], ...]:
        """Return the resources that share kind and name with another one, together, in order of files."""
        shared = [
            self.named(kind, name)
            for kind, names in self._by_name.items()
            for name, each in names.items()
            if len(each) > 1
        ]
        return tuple(sorted(shared, key=lambda entries: entries[0].identity))

    def of_kind(self, kind: str) -> Iterator[Entry]:
        """Yield the resources of one kind."""
        return iter(self._by_kind.get(kind, ()))

    def linked_of_kind(self, kind: str) -> Iterator[tuple[Entry, Targets]]:
        """Yield the resources of one kind, each with its links and what they resolve to."""
        return ((entry, self.linked[entry.identity]) for entry in self.of_kind(kind))

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
            found = self._by_name.get(kind, {}).get(link.name)
            if found is None:
                continue
            if link.major is not None:
                return _of_major(found, link.major)
            return found[0][1] if len(found) == 1 else max(found, key=self._preference)[1]
        return None

    def _preference(self, version: tuple[int | None, Entry]) -> tuple[bool, int]:
        major, entry = version
        return not self.is_retired(entry), major or 0

    @cached_property
    def targets(self) -> tuple[Targets, ...]:
        """Return, for each entry in order, its links with what they resolve to."""
        return tuple([self.targets_of(entry) for entry in self.entries])

    def targets_of(self, entry: Entry) -> Targets:
        """Return the links of one resource with what they resolve to."""
        resolve = self.resolve
        if entry.native:
            return tuple([(link, resolve(link)) for link in entry.links])
        return tuple([(link, self._included(entry, link) or resolve(link)) for link in entry.links])

    @cached_property
    def linked(self) -> Mapping[Identity, Targets]:
        """Return the links of each resource by its identity, with what they resolve to."""
        return {entry.identity: targets for entry, targets in zip(self.entries, self.targets, strict=True)}

    @property
    def including(self) -> Iterator[tuple[Entry, Targets]]:
        """Yield the resources whose texts include others, each with these includes and what they resolve to."""
        return ((entry, self._includes[id(entry)]) for entry in self.entries if id(entry) in self._includes)

    def includes_of(self, entry: Entry) -> Targets:
        """Return what the text of a resource includes: the links, with what they resolve to."""
        return self._includes.get(id(entry), ())

    @cached_property
    def _includes(self) -> Mapping[int, Targets]:
        found = {}
        for entry, targets in zip(self.entries, self.targets, strict=True):
            included = [pair for pair in targets if pair[0].field == "include"]
            if included:
                found[id(entry)] = tuple(included)
        return found

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
        if value is None and key in self._inheritable and entry.native:
            value = self.inherited(entry.path).get(key)
        return value

    def is_retired(self, entry: Entry) -> bool:
        """Say whether a resource is out of use: what it needs counts for nothing."""
        return bool(self.governance(entry, "lifecycle") == "retired")

    @property
    def in_use(self) -> Iterator[tuple[Entry, Targets]]:
        """Yield the resources that are not retired, each with its links and what they resolve to."""
        retired = {id(entry) for entry, lifecycle in self.governed_by("lifecycle") if lifecycle == "retired"}
        linked = zip(self.entries, self.targets, strict=True)
        return ((entry, targets) for entry, targets in linked if id(entry) not in retired)

    def governed_by(self, key: str) -> Sequence[tuple[Entry, Any]]:
        """Return every resource that has a governance key, its own or inherited, with the value."""
        known = self._governed.get(key)
        if known is None:
            value_of = self.governance if key in self._inheritable else _own
            found = [(entry, value_of(entry, key)) for entry in self.entries]
            known = self._governed[key] = [pair for pair in found if pair[1] is not None]
        return known

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


def _own(entry: Entry, key: str) -> Any:
    return entry.governance.get(key)


def _of_major(versions: _Versions, wanted: int) -> Entry | None:
    refused = None
    for major, entry in versions:
        if major == wanted:
            return entry
        if not entry.sound:
            refused = refused or entry
    return refused
