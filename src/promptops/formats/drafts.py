"""What a dialect's reader hands on: resources as plain data, each with the way back to its place in the file."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple, Protocol

from promptops.diagnostics import Fault, Range
from promptops.sources.documents import KeyPath, Part
from promptops.sources.trees import Unreadable
from promptops.templates import Language


class SourceFile(NamedTuple):
    """A file to read: its path below the root of the tree, and its text without a byte order mark.

    `beside` reads the text of another file of the tree by its path relative to this one's folder; what is made of the
    file holds as long as neither of the two changes.
    """

    path: str
    text: str
    beside: Callable[[str], str | Unreadable]


class Positioned(Protocol):
    """A value that knows where its parts stand in the file."""

    value: Any

    def range_of(self, keys: KeyPath, part: Part = "value") -> Range:
        """Return where the value (or the last key) at a path of keys stands."""

    def range_in(self, keys: KeyPath, start: int, end: int) -> Range:
        """Return where a stretch of the string at a path of keys stands, given in code points."""


class Draft(NamedTuple):
    """One resource before validation.

    `data` has the keys of the native format; `base` is where it stands in `document`; `renames` says for a top-level
    key of `data` under which keys below `base` the file has it. `template` is the language of its texts. `closed` says
    that whoever renders them refuses what is not among the `inputs`. `dynamic` are the keys of `data` whose meaning
    only a program knows that the dialect runs and the compiler does not. `includes` says for what a text includes, as
    it is written there, which resource that is, or None where only a program knows; what is not in it is a reference.
    """

    kind: str
    data: dict[str, Any]
    document: Positioned
    base: KeyPath = ()
    renames: Mapping[str, KeyPath] = {}
    template: Language = "none"
    closed: bool = False
    dynamic: tuple[KeyPath, ...] = ()
    includes: Mapping[str, str | None] = {}

    def range_of(self, keys: KeyPath, part: Part = "value") -> Range:
        """Return where the value (or the last key) at a path of keys of `data` stands in the file."""
        return self.document.range_of(self._in_file(keys), part)

    def range_in(self, keys: KeyPath, start: int, end: int) -> Range:
        """Return where a stretch of the string at a path of keys of `data` stands in the file."""
        return self.document.range_in(self._in_file(keys), start, end)

    def _in_file(self, keys: KeyPath) -> KeyPath:
        keys = self._below_properties(keys)
        if keys and keys[0] in self.renames:
            return (*self.base, *self.renames[str(keys[0])], *keys[1:])
        return (*self.base, *keys)

    def _below_properties(self, keys: KeyPath) -> KeyPath:
        """Return the keys of an input: `inputs` may be written in full, as the JSON Schema that they stand for."""
        inputs = self.data.get("inputs") if keys[:1] == ("inputs",) and len(keys) > 1 else None
        if not isinstance(inputs, dict) or keys[1] in inputs or "properties" not in inputs:
            return keys
        return ("inputs", "properties", *keys[1:])


class Reading(NamedTuple):
    """What one file turned out to hold. `defaults` is set for a `_defaults.yaml` only."""

    dialect: str
    drafts: tuple[Draft, ...] = ()
    faults: tuple[Fault, ...] = ()
    defaults: Mapping[str, Any] | None = None


NOT_OURS = Reading("")
"""The file looked like a dialect and is not one; nothing is said about it."""
