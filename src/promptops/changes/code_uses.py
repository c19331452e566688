"""Which source files name a resource, or the file that it stands in."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cached_property
from pathlib import PurePosixPath
from typing import NamedTuple

from promptops.changes.distinctive import unique
from promptops.changes.nearness import NEAR, steps_between
from promptops.changes.side import Side
from promptops.diagnostics import Span
from promptops.resources.entries import Entry
from promptops.resources.references import parse_reference

NAMED_IN_CODE = frozenset({"prompt", "fragment", "agent"})
"""The kinds that applications load by name. Who names a tool in code is as a rule what carries it out."""


_KEYED = frozenset({"crewai"})
"""The dialects of files that programs read whole, to take what they want by its key."""
_PROMPT_FILES = (
    *(".prompt.md", ".fragment.md", ".prompty", ".prompt", ".prompt.txt", ".prompt.j2", ".md.j2", ".txt.j2"),
    *(".md", ".txt", ".j2", ".jinja2", ".jinja", ".mustache", ".hbs"),
)
"""The ends of the names of files with one text each, which loaders leave out; longer ones first."""


class CodeUse(NamedTuple):
    """A source file that uses a resource, and where it names it.

    `is_declared` says that a consumer speaks for it. Where it is not `sure`, what is named is a file of no folder, and
    the resource stands far off: it may be another file.
    """

    path: str
    at: Span
    is_declared: bool = False
    is_sure: bool = True


class CodeUses:
    """The source files of one side that name any of some resources.

    A resource is given with all the entries that it has or had: code may know it by any of their names.
    """

    def __init__(self, side: Side, resources: Sequence[Sequence[Entry]]) -> None:
        self._side = side
        self._resources = resources

    def by_resource(self) -> list[tuple[CodeUse, ...]]:
        """Return the uses of each resource, one a file: where it is named, or where a consumer says that it is."""
        found: list[dict[str, CodeUse]] = [{} for _ in self._resources]
        for path in self._side.search.code_with(self._forms, (*self._stems, *self._keys)) if self._forms else ():
            for name in self._side.search.facts(path).names:
                at = name.at(path)
                bare = self._stems.get(name.text, ()) if name.is_prompt else ()
                for number in (*self._named(name.text), *bare):
                    is_sure = self._is_sure(number, name.text, path)
                    found[number].setdefault(path, CodeUse(path, at, is_sure=is_sure))
            for number, at in self._picked(path) if self._keys else ():
                found[number][path] = CodeUse(path, at)
        for number, entries in enumerate(self._resources):
            for path, line in self._declared(entries[-1]):
                named = found[number].get(path)
                at = Span(path, line, 1, line, 1) if named is None else named.at
                found[number][path] = CodeUse(path, at, is_declared=True)
        return [tuple(uses.values()) for uses in found]

    def by_bare_name(self) -> dict[str, list[int]]:
        """Return the files that have the bare name of a prompt's file in a string, with the numbers of the prompts.

        Such a file may load the prompt, or have the word for anything else.
        """
        found: dict[str, list[int]] = {}
        for path in self._side.search.code_with(self._forms, (*self._stems, *self._keys)) if self._stems else ():
            numbers = (self._stems.get(name.text, ()) for name in self._side.search.facts(path).names)
            if known := list(unique(numbers)):
                found[path] = known
        return found

    def _named(self, text: str) -> Iterator[int]:
        """Yield the numbers of the resources that a text names: by name, by path or by a full reference."""
        form = next((each for each in _ends(text) if each in self._forms), None)
        reference = parse_reference(text) if form is None else None
        if form is not None:
            folder = text.removesuffix(form).rstrip("/").rpartition("/")[2]
            yield from (number for number in self._forms[form] if "/" in form or self._is_in(number, folder))
        elif reference is not None:
            kind, name, major = reference
            for number in self._forms.get(name, ()):
                entries = self._resources[number]
                if any(kind in (None, entry.kind) and major in (None, entry.major) for entry in entries):
                    yield number

    def _picked(self, path: str) -> Iterator[tuple[int, Span]]:
        """Yield the numbers of the resources that source code near their file takes out of it, and where."""
        facts = self._side.search.facts(path)
        subscripts = {literal.text for literal in facts.literals if literal.use == "subscript"}
        for name in facts.names:
            for number in self._keys.get(name.text, ()) if name.text in subscripts else ():
                if any(steps_between(path, entry.path) <= NEAR for entry in self._resources[number]):
                    yield number, name.at(path)

    def _is_sure(self, number: int, text: str, source: str) -> bool:
        entries = self._resources[number]
        is_file = any(PurePosixPath(entry.path).name == text for entry in entries)
        return not is_file or any(steps_between(source, entry.path) <= NEAR for entry in entries)

    def _is_in(self, number: int, folder: str) -> bool:
        """Say whether a file of a resource may stand in a folder of that name; `themes/a.yaml` is no other `a.yaml`."""
        entries = self._resources[number]
        return folder in ("", ".", "..") or any(PurePosixPath(entry.path).parent.name == folder for entry in entries)

    @cached_property
    def _forms(self) -> dict[str, list[int]]:
        """Return the forms in which code may name a resource: its name, its path, and unique ends of its path."""
        forms: dict[str, list[int]] = {}
        for number, entries in enumerate(self._resources):
            if entries[-1].kind not in NAMED_IN_CODE:
                continue
            names = {entry.name for entry in entries if _is_telling(entry.name)}
            for form in sorted(names | self._unique_ends[number][0]):
                forms.setdefault(form, []).append(number)
        return forms

    @cached_property
    def _keys(self) -> dict[str, list[int]]:
        """Return the keys by which source code takes a resource out of the file that it reads."""
        keys: dict[str, list[int]] = {}
        for number, entries in enumerate(self._resources):
            for key in dict.fromkeys(key for entry in entries if (key := key_of(entry)) is not None):
                keys.setdefault(key, []).append(number)
        return keys

    @cached_property
    def _stems(self) -> dict[str, list[int]]:
        """Return the names of files, without what they end in, by which functions load prompts."""
        numbers = (number for number, entries in enumerate(self._resources) if entries[-1].kind == "prompt")
        return {stem: [number] for number in numbers for stem in self._unique_ends[number][1]}

    @cached_property
    def _unique_ends(self) -> list[tuple[set[str], set[str]]]:
        """Return the ends of the paths of each resource that no other file ends in.

        First those that begin with a folder or end as the file's name does, then the name without that end.
        """
        return [self._ends_of(number) for number in range(len(self._resources))]

    def _ends_of(self, number: int) -> tuple[set[str], set[str]]:
        paths = {entry.path for entry in self._resources[number]}
        ends = Counter(end for path in paths for end in _forms_of(path))
        unique = {end for end, times in ends.items() if self._files[end] == times and not self._is_taken(end, number)}
        stems = {PurePosixPath(bare).name for path in paths if (bare := without_ending(path)) != path}
        return unique - stems, unique & stems

    def _is_taken(self, form: str, number: int) -> bool:
        """Say whether what may be a path is the name of another resource."""
        return form in self._names and all(entry.name != form for entry in self._resources[number])

    @cached_property
    def _names(self) -> frozenset[str]:
        return frozenset(entry.name for entry in self._side.project.entries)

    @cached_property
    def _files(self) -> Counter[str]:
        """Return how many files end as those that are looked for do: these, and those of the project's resources."""
        looked_for = {entry.path for entries in self._resources for entry in entries}
        ends = {end for path in looked_for for end in _forms_of(path)}
        names = {path.rpartition("/")[2] for path in ends}
        every = looked_for.union(self._side.entries_at)
        alike = (path for path in every if not names.isdisjoint(_names_of(path)))
        return Counter(end for path in alike for end in _forms_of(path) if end in ends)

    def _declared(self, entry: Entry) -> Iterator[tuple[str, int]]:
        """Yield the places in source code that declared consumers name."""
        for consumer, link in self._side.users(entry):
            source = self._side.snapshot(consumer).data.get("source") if link.field == "of" else None
            if isinstance(source, str):
                path, _, line = source.partition(":")
                if self._side.search.has_code(path):
                    yield path, int(line) if line.isdecimal() and line.isascii() else 1


def carriers_of(side: Side, tool: str) -> Iterator[tuple[str, Span]]:
    """Yield the files of source code that have the name of a tool for a string, and where: what carries it out.

    A name that may be a plain word says nothing.
    """
    for path in side.search.code_with((), (tool,)) if _is_telling(tool) else ():
        yield from ((path, name.at(path)) for name in side.search.facts(path).names if name.text == tool)


def names_one_prompt(side: Side, path: str) -> bool:
    """Say whether the names of prompts in a file of source code can all be those of one."""
    names = (name for name in side.search.facts(path).names if name.is_prompt or name.text.endswith(_PROMPT_FILES))
    return len({PurePosixPath(without_ending(name.text)).name for name in names}) <= 1


def key_of(entry: Entry) -> str | None:
    """Return the key under which a file has a resource, where source code reads the file and takes it by that."""
    return entry.name.rpartition("/")[2] if entry.dialect in _KEYED else None


def _is_telling(name: str) -> bool:
    """Say whether a name cannot be a plain word."""
    return any(mark in name for mark in "/-_.")


def _ends(path: str) -> Iterator[str]:
    """Yield a path as it is written, then what is left of it without its first folders, one after another."""
    rest = path
    while rest:
        yield rest
        rest = rest.partition("/")[2]


def _forms_of(path: str) -> Iterator[str]:
    """Yield the ends of a path, and those that it has without the end of a prompt file's name."""
    yield from _ends(path)
    bare = without_ending(path)
    if bare != path:
        yield from _ends(bare)


def _names_of(path: str) -> tuple[str, str]:
    """Return the name of a file, and what is left of it without the end of a prompt file's name."""
    name = path.rpartition("/")[2]
    return name, without_ending(name)


def without_ending(path: str) -> str:
    """Return the path of a prompt without what its file's name ends in, as functions that load prompts take it."""
    if not path.endswith(_PROMPT_FILES):
        return path
    return path.removesuffix(next(end for end in _PROMPT_FILES if path.endswith(end)))
