"""What a task of lm-evaluation-harness inherits from the files that it includes.

A file is read relative to the one that includes it, the keys of the including file win, and of two included files the
later one does. The harness reads no file twice for one task: it takes that for a cycle.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any, NamedTuple

from promptops.diagnostics import Fault
from promptops.formats.drafts import Positioned, SourceFile
from promptops.resources.texts import MAX_PATH, PATH
from promptops.sources.documents import KeyPath
from promptops.sources.listing import UNLISTED
from promptops.sources.text import shown
from promptops.sources.trees import MISSING, Unreadable
from promptops.sources.yaml import YamlDocument, read_yaml

FUNCTIONS = frozenset({"!function"})
"""The tags by which a task names a Python function."""

MAX_INCLUDES = 50
"""Most files that one task may include."""

_PATH = re.compile(PATH)
_BELOW = "inherited"
"""A key that nothing has: what stands below an `include` stands at it."""


class Config(NamedTuple):
    """The keys that hold for a task, and where each stands in its file.

    `whole` says that every included file could be read.
    """

    document: Positioned
    values: Mapping[str, Any]
    places: Mapping[str, KeyPath]
    faults: tuple[Fault, ...]
    whole: bool

    def place(self, *keys: str | int) -> KeyPath:
        """Return where the value at a path of keys stands in the file."""
        return (*self.places.get(str(keys[0]), keys[:1]), *keys[1:])

    def fault(self, rule: str, message: str, keys: KeyPath, advice: str | None = None) -> Fault:
        """Return a fault of the value at a path of keys."""
        place = self.place(*keys)
        return Fault(rule, message, self.document.range_of(place), advice, keys)


def names_of(include: Any) -> list[str] | None:
    """Return the files that an `include` names, None when it is none of the harness."""
    names = include if isinstance(include, list) else [include]
    return names if all(isinstance(name, str) for name in names) else None


def with_includes(file: SourceFile, document: YamlDocument) -> Config:
    """Return the keys of a file with those that it inherits; what is wrong with an included file stands at its name."""
    own: dict[str, Any] = document.value
    includes = _Includes(file, document)
    values: dict[str, Any] = {}
    places: dict[str, KeyPath] = {}
    for name, at in _named(own.get("include")):
        inherited = includes.load(name, at)
        values.update(inherited)
        places.update(dict.fromkeys(inherited, (*at, _BELOW)))
    values.update(own)
    values.pop("include", None)
    for key in own:
        places.pop(key, None)
    return Config(document, values, places, tuple(includes.faults), includes.whole)


def _named(include: Any) -> Iterator[tuple[str, KeyPath]]:
    if include is not None:
        for index, name in enumerate(names_of(include) or ()):
            yield name, ("include", index) if isinstance(include, list) else ("include",)


class _Includes:
    """Reads the files that one file includes, each once."""

    def __init__(self, file: SourceFile, document: YamlDocument) -> None:
        self._file = file
        self._document = document
        self._seen = {posixpath.basename(file.path)}
        self.faults: list[Fault] = []
        self.whole = True

    def load(self, name: str, at: KeyPath) -> dict[str, Any]:
        """Return what the file at a path relative to the first one holds, with what it includes in turn."""
        path = posixpath.normpath(name)
        if len(name) > MAX_PATH or _PATH.fullmatch(name) is None or len(self._seen) > MAX_INCLUDES:
            self.whole = False
            return {}
        if path in self._seen:
            advice = "the harness takes the second time for a cycle and skips the task; include it once"
            self._report("include-cycle", f"`{shown(path)}` is included a second time", at, advice)
            return {}
        self._seen.add(path)
        own = self._read(path, at)
        merged: dict[str, Any] = {}
        for inner, _ in _named(own.get("include")):
            merged.update(self.load(posixpath.join(posixpath.dirname(path), inner), at))
        merged.update(own)
        merged.pop("include", None)
        merged.pop("task_list", None)
        return merged

    def _read(self, path: str, at: KeyPath) -> dict[str, Any]:
        text = self._file.beside(path)
        if isinstance(text, Unreadable):
            self.whole = False
            if text in (MISSING, UNLISTED):
                message = f"the file `{shown(path)}` cannot be read: {text.reason}"
                self._report("unknown-reference", message, at, text.help)
            return {}
        value, problem = _parsed(text)
        if problem is not None:
            rule, line, message = problem
            self._report(rule, f"`{shown(path)}`, line {line}: {message}", at, None)
        return value

    def _report(self, rule: str, message: str, at: KeyPath, advice: str | None) -> None:
        self.whole = False
        self.faults.append(Fault(rule, message, self._document.range_of(at), advice, at))


@lru_cache(maxsize=16)  # one template serves every task of its folder
def _parsed(text: str) -> tuple[dict[str, Any], tuple[str, int, str] | None]:
    """Return the mapping that an included file holds, and the rule, line and message of what it is otherwise."""
    documents, faults = read_yaml(text, tags=FUNCTIONS)
    if faults and faults[0].rule != "duplicate-key":
        return {}, (faults[0].rule, faults[0].place.line, faults[0].message)
    if len(documents) != 1 or not isinstance(documents[0].value, dict):
        return {}, ("invalid-value", 1, "the file holds no mapping of keys")
    return documents[0].value, None
