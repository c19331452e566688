"""Where the live consumers of a changed resource name it at the head, and what that leads to."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import NamedTuple

from promptops.changes.change import Change, Consumer, Where
from promptops.changes.code_uses import key_of, without_ending
from promptops.changes.comparison import Comparison
from promptops.diagnostics import Span
from promptops.graph.verbs import NOT_DEPENDENCIES, verb_of
from promptops.resources.entries import Entry, Link


class Use(NamedTuple):
    """A reference of a live consumer at the head; it `leads_on` when there is something of that name."""

    consumer: Consumer
    entry: Entry
    link: Link
    leads_on: bool

    @property
    def includes(self) -> bool:
        """Say whether the consumer is a text that takes the resource into itself."""
        return self.link.field == "include"


def uses(comparison: Comparison, change: Change) -> Iterator[Use]:
    """Yield each reference of a live consumer that leads to the resource, or to nothing by the name that it had.

    A reference that leads to something else, such as another major version, is none.
    """
    live = {consumer.name: consumer for consumer in change.consumers}
    for entry in _referring(comparison, change) if live else ():
        consumer = live.get(entry.reference)
        if consumer is None:
            continue
        for link, target in comparison.after.targets(entry):
            if link.field not in NOT_DEPENDENCIES and _is_meant(change, link, target):
                yield Use(consumer, entry, link, target is not None)


def left_behind(comparison: Comparison, change: Change) -> Iterator[tuple[Consumer, Where]]:
    """Yield who still names a resource that is gone, or is called something else now, with the places where they do."""
    named = [use for use in uses(comparison, change) if not use.leads_on and not use.link.optional]
    yield from ((use.consumer, use.entry.at_link(use.link)) for use in named)
    if not named and change.before is not None and not change.before.entry.native:
        yield from _by_file(comparison, change.before.entry)
    for consumer in change.consumers:
        if isinstance(consumer.at, Span) and _is_stale(comparison, change, consumer.at):
            yield consumer, consumer.at


def _by_file(comparison: Comparison, gone: Entry) -> Iterator[tuple[Consumer, Where]]:
    """Yield the texts that included a template by its file, and still say so where that leads to nothing."""
    project = comparison.after.project
    for entry, written in dict.fromkeys(_includes_by_file(comparison, gone)):
        for current in project.named(entry[1], entry[2]):
            if current.sound and current.path == entry[0]:
                consumer = Consumer(current.reference, project.owner(current), current.at(), verb_of("include"))
                yield from ((consumer, at) for at in _leading_nowhere(comparison, current, written))


def _includes_by_file(comparison: Comparison, gone: Entry) -> Iterator[tuple[tuple[str, str, str], str]]:
    """Yield path, kind and name of each text that included a template at the baseline, with what it called it."""
    for entry, link in comparison.before.referrers(gone.kind, gone.name):
        text = comparison.before.snapshot(entry).text_at(tuple(link.keys)) if link.field == "include" else None
        if text is not None and link.start >= 0:
            yield (entry.path, entry.kind, entry.name), text.text[link.start : link.end]


def _leading_nowhere(comparison: Comparison, entry: Entry, written: str) -> Iterator[Where]:
    followed = {(tuple(link.keys), link.start) for link, to in comparison.after.targets(entry) if to is not None}
    for text in comparison.after.snapshot(entry).texts:
        for include in text.template.includes:
            is_same = include.target == written and not include.optional
            if is_same and (text.keys, include.start) not in followed:
                yield entry.at(*text.keys)._replace(start=include.start, end=include.end)


def _named_at(comparison: Comparison, at: Span) -> str | None:
    """Return the name that source code has at a place; None where only a consumer says that it names anything there."""
    names = comparison.after.search.facts(at.path).names
    return next((name.text for name in names if name.at(at.path) == at), None)


def _is_stale(comparison: Comparison, change: Change, at: Span) -> bool:
    named = _named_at(comparison, at)
    if named is None:
        return False
    if change.after is not None:
        return not may_mean(change.after.entry, named, at.path)
    gone = change.known.entry
    # A file that has other resources is still there to be read.
    return gone.path not in comparison.after.entries_at or not _is_path_of(gone, named, at.path)


def may_mean(entry: Entry, named: str, source: str) -> bool:
    """Say whether a source file can mean a resource by a text in it."""
    return named in (entry.name, key_of(entry)) or named.endswith(f"/{entry.name}") or _is_path_of(entry, named, source)


def _is_path_of(entry: Entry, named: str, source: str) -> bool:
    """Say whether source code can mean a resource by a path: from the root, from where it stands or where it is run.

    The end of the file's name may be left out.
    """
    meant = {posixpath.normpath(f"{folder}/{named}") for folder in PurePosixPath(source).parents}
    paths = (entry.path, without_ending(entry.path))
    return any(f"/{path}".endswith(f"/{named}") or named.endswith(f"/{path}") or path in meant for path in paths)


def _referring(comparison: Comparison, change: Change) -> Iterator[Entry]:
    names = dict.fromkeys(side.entry.name for side in (change.before, change.after) if side is not None)
    met: set[tuple[str, int]] = set()
    for name in names:
        for entry, _ in comparison.after.referrers(change.kind, name):
            if entry.identity not in met:
                met.add(entry.identity)
                yield entry


def _is_meant(change: Change, link: Link, target: Entry | None) -> bool:
    if target is None:
        return change.before is not None and link.name == change.before.entry.name and change.kind in link.wanted
    after = change.after
    return after is not None and target.identity == after.entry.identity
