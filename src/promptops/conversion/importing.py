"""What `import` writes: a native file for each resource of another dialect, and what is to be told of it."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from typing import Any, NamedTuple

from promptops.compiler.pipeline import Compilation
from promptops.conversion.native import native_text, path_of
from promptops.conversion.nativising import Converted, LeftOutError, Nativiser
from promptops.diagnostics import START, Range, Span
from promptops.formats import Draft
from promptops.resources import slug_of
from promptops.resources.entries import Entry, Link
from promptops.scaffolds.files import NewFile

_DECLARED = {"model": "Model", "provider": "Provider"}
"""Kinds of which other dialects name resources that nothing declares, and that say no more than their names."""


class LeftOut(NamedTuple):
    """A resource that stays in its own dialect: which, where it says what cannot be written natively, and why."""

    subject: str
    place: Span
    reason: str
    help: str | None = None


class Imported(NamedTuple):
    """A file to write, and what a person must know of it.

    `source` is the file that it was read from, None for a resource that others only name; `kept` are the keys that
    went to the annotations, `by_hand` what only a program knows.
    """

    file: NewFile
    source: str | None
    kept: tuple[str, ...] = ()
    by_hand: tuple[str, ...] = ()


class Plan(NamedTuple):
    """All that an import would do, in the order of the files that were read."""

    imported: tuple[Imported, ...]
    left_out: tuple[LeftOut, ...]
    sources: frozenset[str]


def plan(compiled: Compilation, scopes: Sequence[str], folder: str) -> Plan:
    """Return what to write for the resources of other dialects at or below `scopes`, paths below the root.

    The files go below `folder`, a path below the root. Of two resources with one name, the first counts; one that
    the project has natively in another place is left out.
    """
    importer = _Importer(compiled, folder)
    for path in sorted({entry.path for entry in compiled.project.entries if _is_wanted(entry, scopes)}):
        importer.add_file(path)
    importer.declare()
    return importer.plan


def _is_wanted(entry: Entry, scopes: Sequence[str]) -> bool:
    in_scope = any(not scope or entry.path == scope or entry.path.startswith(f"{scope}/") for scope in scopes)
    return in_scope and not entry.native


class _Importer:
    def __init__(self, compiled: Compilation, folder: str) -> None:
        self._compiled = compiled
        self._folder = folder
        self._nativiser = Nativiser(compiled, folder)
        self._entries = {entry.identity: entry for entry in compiled.project.entries}
        self._imported: dict[tuple[str, str], tuple[Imported, Any]] = {}
        self._left_out: list[LeftOut] = []
        self._sources: set[str] = set()
        self._wanted: dict[tuple[str, str], Link] = {}

    @property
    def plan(self) -> Plan:
        imported = tuple([imported for imported, _ in self._imported.values()])
        return Plan(imported, tuple(self._left_out), frozenset(self._sources))

    def add_file(self, path: str) -> None:
        self._sources.add(path)
        for ordinal, draft in enumerate(self._compiled.drafts_of(path)):
            entry = self._entries.get((path, ordinal))
            subject = f"{slug_of(draft.kind)} `{draft.data.get('name')}`"
            if entry is None:
                place, advice = Span.of(path, START), f"`promptops lint {path}` says why"
                self._left_out.append(LeftOut(subject, place, "it is not valid", advice))
                continue
            try:
                self._add(entry, draft, self._nativiser.convert(entry, draft))
            except LeftOutError as error:
                self._left_out.append(LeftOut(subject, Span.of(path, error.place), str(error), error.help))

    def _add(self, entry: Entry, draft: Draft, converted: Converted) -> None:
        key = (entry.kind, entry.name)
        path = path_of(converted.data, entry.path, self._folder)
        place = draft.range_of(("name",))
        self._check_name(entry, path, place)
        known = self._imported.get(key)
        if known is not None and known[1] == converted.data:
            return
        if known is not None:
            raise LeftOutError(f"another one of that name is read in `{known[0].source}`", place, "rename one of them")
        text = native_text(converted.data, path)
        imported = Imported(NewFile(path, text), entry.path, converted.kept, converted.by_hand)
        self._imported[key] = imported, converted.data
        self._wanted |= {(link.wanted[0], link.name): link for link in converted.to_declare}

    def _check_name(self, entry: Entry, path: str, place: Range) -> None:
        for other in self._compiled.project.named(entry.kind, entry.name):
            if other.native and other.path != path:
                raise LeftOutError(f"`{other.path}` has one of that name already", place, "rename one of them")

    def declare(self) -> None:
        """Add a file for each model and provider that others only name."""
        for slug, name in sorted(self._wanted.keys() - self._imported.keys()):
            data = {"kind": _DECLARED[slug], "name": name, **({"id": name} if slug == "model" else {})}
            path = path_of(data, f"{slug}s/", self._folder)
            self._imported[slug, name] = Imported(NewFile(path, native_text(data, path)), None), data


def told(plan: Plan, *, unchanged: Collection[str], is_done: bool) -> Iterator[str]:
    """Yield what to say of an import, a line each; `unchanged` are the files that stood there already."""
    verb = "wrote" if is_done else "would write"
    for each in plan.imported:
        origin = f"from {each.source}" if each.source else "others name it, and nothing declares it"
        yield f"{'unchanged' if each.file.path in unchanged else verb} {each.file.path} ({origin})"
        if each.kept:
            yield f"  under annotations: {', '.join(each.kept)}"
        yield from (f"  by hand: {what}" for what in each.by_hand)
    for left in plan.left_out:
        place = left.place
        yield f"left out the {left.subject}: {place.path}:{place.line}:{place.column}: {left.reason}"
        if left.help:
            yield f"  help: {left.help}"
    if not plan.imported and not plan.left_out:
        yield "nothing here is written in another dialect"
