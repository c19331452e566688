"""Templates that name each other by file, as Jinja2's loaders take it: relative to a folder that only they know.

That may be any folder at or above the file that includes another. Where two of them have such a file, none is guessed.
"""

from __future__ import annotations

import posixpath
from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import cached_property
from itertools import islice

from promptops.resources.entries import Entry
from promptops.resources.texts import MAX_PATH

MAX_FOLDERS = 32
"""Folders above a file in which another one is looked for."""
MAX_PARTS = 4
"""Parts of a path by which a misspelt name is recognised."""
MAX_NAMESAKES = 100
"""With more files that have the same last part, each of them is taken for the one that is named."""


class TemplateFiles:
    """The templates of a project by file, among all files of its tree."""

    def __init__(self, entries: Iterable[Entry], paths: Collection[str]) -> None:
        """Know the templates among `entries`; `paths` are all files of the tree."""
        self._templates: dict[str, Entry] = {}
        for entry in entries:
            if entry.kind == "prompt" and not entry.native:
                self._templates.setdefault(entry.path, entry)
                self._templates.setdefault(entry.name, entry)
        self._paths = paths

    def find(self, path: str, target: str) -> Entry | None:
        """Return the template that another one, at `path`, names with its suffix or without."""
        found = [self._templates[name] for name in _candidates(path, target) if name in self._templates]
        others = {entry.identity: entry for entry in found if entry.path != path}
        return next(iter(others.values())) if len(others) == 1 else None

    def names(self) -> Iterator[str]:
        """Yield every template as others may name it: by the last parts of its path."""
        paths = (entry.path.split("/") for name, entry in self._templates.items() if name == entry.path)
        return ("/".join(parts[-count:]) for parts in paths for count in range(1, min(len(parts), MAX_PARTS) + 1))

    def has(self, target: str) -> bool:
        """Say whether a target may be the name of a file somewhere in the tree."""
        wanted = without_way_up(target)
        namesakes = self._by_last_part.get(posixpath.basename(wanted), ())
        return len(namesakes) > MAX_NAMESAKES or any(f"/{path}".endswith(f"/{wanted}") for path in namesakes)

    @cached_property
    def _by_last_part(self) -> Mapping[str, Collection[str]]:
        found: dict[str, list[str]] = {}
        for path in self._paths:
            found.setdefault(posixpath.basename(path), []).append(path)
        return found


def is_file_name(target: str) -> bool:
    """Say whether the target of an include can be nothing but the name of a file: its last part has a suffix."""
    return len(target) <= MAX_PATH and "." in posixpath.basename(target).strip(".") and ":" not in target


def without_way_up(target: str) -> str:
    """Return a target without what leads up from a folder that is not known."""
    parts = posixpath.normpath(target).split("/")
    return "/".join(part for part in parts if part not in ("", ".", ".."))


def _candidates(path: str, target: str) -> Iterator[str]:
    if len(target) <= MAX_PATH:
        folders = islice(_folders_above(path), MAX_FOLDERS)
        yield from (posixpath.normpath(f"{folder}{target.removeprefix('/')}") for folder in folders)


def _folders_above(path: str) -> Iterator[str]:
    while "/" in path:
        path = path.rpartition("/")[0]
        yield f"{path}/"
    yield ""
