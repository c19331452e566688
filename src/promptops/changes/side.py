"""One side of a comparison: its linked project, and what its resources hold."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from functools import cached_property
from typing import NamedTuple

from promptops.changes.similarity import words_of
from promptops.changes.snapshot import Snapshot
from promptops.graph.graph import Graph
from promptops.resources.entries import Entry, Link
from promptops.resources.project import Project
from promptops.templates import PromptText

Read = Callable[[Entry], Snapshot]
"""Reads a resource of one side whole."""


class Referrer(NamedTuple):
    """A resource that names another one, and the link by which it does."""

    entry: Entry
    link: Link


class Passage(NamedTuple):
    """A text that is part of what a resource says: its own, or one that it includes.

    `via` are the resources on the way to it with the links that include them, the outermost first; empty for its own.
    """

    entry: Entry
    text: PromptText
    via: tuple[Referrer, ...] = ()


class Side:
    """The baseline, or the head."""

    def __init__(self, project: Project, read: Read) -> None:
        self.project = project
        self._read = read
        self._snapshots: dict[tuple[str, int], Snapshot] = {}
        self._passages: dict[tuple[str, int], tuple[Passage, ...]] = {}

    @cached_property
    def graph(self) -> Graph:
        """Return who depends on whom."""
        return Graph.of(self.project)

    def snapshot(self, entry: Entry) -> Snapshot:
        """Return a resource read whole, once."""
        key = (entry.path, entry.ordinal)
        known = self._snapshots.get(key)
        if known is None:
            known = self._snapshots[key] = self._read(entry)
        return known

    def words(self, entry: Entry) -> list[str]:
        """Return the words of what a resource holds besides its name."""
        snapshot = self.snapshot(entry)
        data = {key: value for key, value in snapshot.data.items() if key not in ("name", "annotations")}
        return words_of(json.dumps(data, ensure_ascii=False))

    def passages(self, entry: Entry) -> tuple[Passage, ...]:
        """Return all texts that a resource says: its own, and those that it includes, at any depth, each once."""
        key = (entry.path, entry.ordinal)
        known = self._passages.get(key)
        if known is None:
            known = self._passages[key] = tuple(self._collected(entry))
        return known

    def _collected(self, entry: Entry) -> Iterator[Passage]:
        met = {(entry.path, entry.ordinal)}
        todo: list[tuple[Entry, tuple[Referrer, ...]]] = [(entry, ())]
        while todo:
            current, via = todo.pop(0)
            yield from (Passage(current, text, via) for text in self.snapshot(current).texts)
            for link, target in self.targets(current):
                if link.field == "include" and target is not None and (target.path, target.ordinal) not in met:
                    met.add((target.path, target.ordinal))
                    todo.append((target, (*via, Referrer(current, link))))

    def targets(self, entry: Entry) -> tuple[tuple[Link, Entry | None], ...]:
        """Return the links of a resource with what they lead to."""
        number = self._numbers.get((entry.path, entry.ordinal))
        return () if number is None else self.project.targets[number]

    def referrers(self, kind: str, name: str) -> tuple[Referrer, ...]:
        """Return the resources that name one, whether or not there is such a resource."""
        found = self._links.get(name, ())
        return tuple(referrer for referrer in found if kind in referrer.link.wanted)

    @cached_property
    def _numbers(self) -> dict[tuple[str, int], int]:
        return {(entry.path, entry.ordinal): number for number, entry in enumerate(self.project.entries)}

    @cached_property
    def _links(self) -> dict[str, list[Referrer]]:
        found: dict[str, list[Referrer]] = {}
        for entry, targets in zip(self.project.entries, self.project.targets, strict=True):
            for link, target in targets:
                found.setdefault(link.name if target is None else target.name, []).append(Referrer(entry, link))
        return found
