"""Which source files name a resource, or the file that it stands in."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property

from promptops.changes.gone import Gone
from promptops.changes.side import Side


class Naming:
    """The source files of the head that name any of some resources."""

    def __init__(self, side: Side, gone: Sequence[Gone]) -> None:
        self._side = side
        self._gone = gone

    def numbers_by_path(self) -> Mapping[str, Sequence[int]]:
        """Return the numbers of the resources that each file names, and of those that declared consumers tie to it."""
        found: dict[str, dict[int, None]] = {}
        for path in self._side.search.code_with(tuple(self._forms)):
            for name in self._side.search.facts(path).names:
                form = next((each for each in _ends(name.text) if each in self._forms), None)
                for number in self._forms[form] if form is not None else ():
                    found.setdefault(path, {})[number] = None
        for number, gone in enumerate(self._gone):
            for path in self._sources_of(gone):
                found.setdefault(path, {})[number] = None
        return {path: tuple(numbers) for path, numbers in found.items()}

    @cached_property
    def _forms(self) -> dict[str, list[int]]:
        """Return the forms in which code may name a resource: its name, its path, and unique ends of its path."""
        forms: dict[str, list[int]] = {}
        for number, gone in enumerate(self._gone):
            names = {entry.name for entry in (gone.before, gone.after)}
            paths = {end for entry in (gone.before, gone.after) for end in _ends(entry.path)}
            for form in sorted(name for name in names if _is_telling(name)) + sorted(paths):
                if form in names or self._files[form] <= 1:
                    forms.setdefault(form, []).append(number)
        return forms

    @cached_property
    def _files(self) -> Counter[str]:
        """Return how many files of the project's resources end in a path."""
        return Counter(end for path in self._side.entries_at for end in _ends(path))

    def _sources_of(self, gone: Gone) -> Iterator[str]:
        """Yield the source files that declared consumers name."""
        for entry, link in self._side.referrers(gone.after.kind, gone.after.name):
            source = self._side.snapshot(entry).data.get("source") if link.field == "of" else None
            if isinstance(source, str):
                yield source.partition(":")[0]


def _is_telling(name: str) -> bool:
    """Say whether a name cannot be a plain word."""
    return any(mark in name for mark in "/-_.")


def _ends(path: str) -> Iterator[str]:
    """Yield a path as it is written, then what is left of it without its first folders, one after another."""
    rest = path
    while rest:
        yield rest
        rest = rest.partition("/")[2]
