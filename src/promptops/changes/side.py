"""One side of a comparison: its linked project, and what its resources hold."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple, Protocol

from promptops.changes.similarity import words_of
from promptops.changes.snapshot import SAYING, WITH_TEXTS, Snapshot
from promptops.graph.verbs import NOT_DEPENDENCIES, NOT_USERS
from promptops.resources.entries import Entry, Link, Place
from promptops.resources.project import Project

if TYPE_CHECKING:
    from promptops.expectations.code import SourceDetails, SourceFacts
    from promptops.sources.documents import KeyPath

MAX_INCLUDED = 200
"""Texts that one resource includes, at any depth, and that count as its own: the nearest ones."""
MAX_KEPT = 1_000
"""Resources whose texts, with those that they include, are kept at once."""


class Reader(Protocol):
    """Reads the resources of one side."""

    def read(self, entry: Entry) -> Snapshot:
        """Read a resource whole."""

    def texts(self, entry: Entry) -> Sequence[tuple[KeyPath, str]]:
        """Read the texts of a resource that go to a model, with their paths of keys, and nothing else."""


class Search(Protocol):
    """Finds the files of one side that have some words in them, without parsing any."""

    def resources_with(self, runs: Iterable[str], quoted: Iterable[str]) -> Sequence[str]:
        """Return the files of resources that have any of some runs of words, or of the words that begin a quotation.

        What stands between words may be any white space or mark.
        """

    def code_with(
        self, runs: Iterable[str], quoted: Iterable[str] = (), counts: Callable[[str], bool] | None = None
    ) -> Sequence[str]:
        """Return the files of source code that have any of them, of those whose path `counts`."""

    def has_code(self, path: str) -> bool:
        """Say whether there is a file of source code at a path."""

    def facts(self, path: str) -> SourceFacts:
        """Return what a file of source code says."""

    def details(self, path: str) -> SourceDetails:
        """Return what is asked only of source code that uses what changed: its calls, and the keys of its mappings."""

    def owner_of(self, path: str) -> str | None:
        """Return who answers for a file of source code: a team as the configuration has it, or as CODEOWNERS does."""


class Referrer(NamedTuple):
    """A resource that names another one, and the link by which it does."""

    entry: Entry
    link: Link


class Passage(NamedTuple):
    """A text that is part of what a resource says: its own, or one that it includes; of a tool, its description.

    `via` are the resources on the way to it with the links that include them, the outermost first; empty for its own.
    """

    entry: Entry
    keys: tuple[str | int, ...]
    text: str
    via: tuple[Referrer, ...] = ()

    def at(self, start: int, end: int) -> Place:
        """Return the place of a stretch of the text, given in code points."""
        return Place(self.entry.path, self.entry.ordinal, self.keys, "value", start, end)


class Side:
    """The baseline, or the head; `unread` are the files of which something could not be read."""

    def __init__(self, project: Project, reader: Reader, search: Search, unread: Collection[str] = ()) -> None:
        self.project = project
        self.search = search
        self.unread = unread
        self._reader = reader
        self._snapshots: dict[tuple[str, int], Snapshot] = {}
        self._passages: dict[tuple[str, int], tuple[Passage, ...]] = {}
        self._targets: dict[tuple[str, int], tuple[tuple[Link, Entry | None], ...]] = {}
        self._live_users: dict[tuple[str, int], tuple[Referrer, ...]] = {}

    def may_hold(self, entry: Entry) -> bool:
        """Say whether a resource of the other side may be here although it could not be read."""
        return entry.path in self.unread or any(not each.sound for each in self.project.named(entry.kind, entry.name))

    def snapshot(self, entry: Entry) -> Snapshot:
        """Return a resource read whole, once."""
        key = entry.identity
        known = self._snapshots.get(key)
        if known is None:
            known = self._snapshots[key] = self._reader.read(entry)
        return known

    def texts(self, entry: Entry) -> Sequence[tuple[KeyPath, str]]:
        """Return the texts of a resource that go to a model, and keep nothing: very many may be looked through."""
        known = self._snapshots.get(entry.identity)
        return self._reader.texts(entry) if known is None else [(text.keys, text.text) for text in known.texts]

    def sayings(self, entry: Entry) -> Sequence[tuple[KeyPath, str]]:
        """Return what a resource says to a model or to one that judges, with the paths of keys, and keep nothing."""
        if entry.kind not in SAYING:
            return ()
        if entry.kind in WITH_TEXTS:
            return self.texts(entry)
        snapshot = self._snapshots.get(entry.identity) or self._reader.read(entry)
        return [*snapshot.said(), *snapshot.judged_by()]

    def namesake(self, entry: Entry) -> Entry | None:
        """Return the resource with the kind, name and major version of one of the other side; None where it is gone.

        Of one that a change renamed or gave another major version, only a `Comparison` knows what it became.
        """
        named = self.project.named(entry.kind, entry.name)
        return next((each for each in named if each.sound and each.major == entry.major), None)

    def words(self, entry: Entry) -> list[str]:
        """Return the words of what a resource holds besides its name."""
        snapshot = self.snapshot(entry)
        data = {key: value for key, value in snapshot.data.items() if key not in ("name", "annotations")}
        return words_of(json.dumps(data, ensure_ascii=False))

    def passages(self, entry: Entry) -> tuple[Passage, ...]:
        """Return all texts that a resource says: its own, and those that it includes, at any depth, each once."""
        key = entry.identity
        known = self._passages.get(key)
        if known is None:
            if len(self._passages) >= MAX_KEPT:
                del self._passages[next(iter(self._passages))]
            known = self._passages[key] = tuple(self._collected(entry))
        return known

    def _collected(self, entry: Entry) -> Iterator[Passage]:
        met = {entry.identity}
        todo: list[tuple[Entry, tuple[Referrer, ...]]] = [(entry, ())]
        while todo:
            current, via = todo.pop(0)
            yield from (Passage(current, keys, text, via) for keys, text in self.snapshot(current).said())
            for link, target in self.targets(current):
                is_text = link.field == "include" and target is not None and target.sound
                is_near = len(met) <= MAX_INCLUDED
                if is_text and is_near and target is not None and target.identity not in met:
                    met.add(target.identity)
                    todo.append((target, (*via, Referrer(current, link))))

    def targets(self, entry: Entry) -> tuple[tuple[Link, Entry | None], ...]:
        """Return the links of a resource with what they lead to."""
        key = entry.identity
        known = self._targets.get(key)
        if known is None:
            own = self._by_identity.get(key)
            known = self._targets[key] = () if own is None else self.project.targets_of(own)
        return known

    def referrers(self, kind: str, name: str) -> tuple[Referrer, ...]:
        """Return the resources that name one, whether or not there is such a resource."""
        found = self._links.get(name, ())
        return tuple([Referrer(entry, link) for entry, link in found if kind in link.wanted])

    def users(self, entry: Entry) -> Iterator[Referrer]:
        """Yield the resources that name just this one, and not another major version of its name."""
        return (each for each in self.referrers(entry.kind, entry.name) if self._means(each.link, entry))

    def live_users(self, entry: Entry) -> tuple[Referrer, ...]:
        """Return those of the `users` that rely on it and are not retired."""
        known = self._live_users.get(entry.identity)
        if known is None:
            found = tuple(each for each in self.users(entry) if self.is_live_use(each))
            known = self._live_users[entry.identity] = found
        return known

    def is_live_use(self, referrer: Referrer) -> bool:
        """Say whether what names a resource relies on it by that, and is not retired."""
        user, link = referrer
        return link.field not in NOT_DEPENDENCIES and user.kind not in NOT_USERS and not self.project.is_retired(user)

    def _means(self, link: Link, entry: Entry) -> bool:
        if link.major is not None:
            return link.major == entry.major
        target = self.project.resolve(link)
        if target is None or target.identity == entry.identity:
            return True
        # Of two that have one name nobody knows which is meant: a second one does not take the users of the first.
        return entry.native and target.native and target.reference == entry.reference

    @cached_property
    def entries_at(self) -> dict[str, list[Entry]]:
        """Return the resources of each file."""
        found: dict[str, list[Entry]] = {}
        for entry in self.project.entries:
            found.setdefault(entry.path, []).append(entry)
        return found

    @cached_property
    def having_variable(self) -> dict[str, list[Entry]]:
        """Return the prompts and fragments whose text uses a variable, by its name."""
        found: dict[str, list[Entry]] = {}
        for entry in self.project.entries:
            for name in {use.name for use in entry.variables}:
                found.setdefault(name, []).append(entry)
        return found

    @cached_property
    def _by_identity(self) -> dict[tuple[str, int], Entry]:
        return {entry.identity: entry for entry in self.project.entries}

    @cached_property
    def _links(self) -> dict[str, list[tuple[Entry, Link]]]:
        """Return who names what, by its name."""
        found: dict[str, list[tuple[Entry, Link]]] = {}
        for entry in self.project.entries:
            if entry.native:  # what such a link leads to has the name that is written
                for link in entry.links:
                    found.setdefault(link.name, []).append((entry, link))
            else:
                for link, target in self.targets(entry):
                    found.setdefault(link.name if target is None else target.name, []).append((entry, link))
        return found
