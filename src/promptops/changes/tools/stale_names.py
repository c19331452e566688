"""Where texts of the head name a tool as it was called at the baseline."""

from __future__ import annotations

import json
import re
from collections import deque
from collections.abc import Iterator, Mapping
from functools import cached_property
from itertools import pairwise
from typing import Any, NamedTuple

from promptops.changes.comparison import Comparison
from promptops.changes.tools.gone import GoneTool, gone_tools, spellings
from promptops.changes.tools.texts import enumerated_values, tool_texts
from promptops.expectations.mentions import identifiers
from promptops.expectations.name_index import NameIndex
from promptops.expectations.tool_names import ToolName, is_certain, named_in
from promptops.resources.entries import Entry, Place
from promptops.templates import EMPTY, PromptText

_WITH_TEXT = ("prompt", "fragment", "tool")
_MAX_DEPTH = 16
"""Keys on the way to a text of an example."""
_ESCAPE = re.compile(r"\\(?:u[0-9a-fA-F]{4}|.)")
"""A character that JSON cannot have as it is: the letter in it begins no name."""


class StaleName(NamedTuple):
    """A line of a text that has the old name of a tool, and where in it the first one stands.

    `where` names the text: `text`, `example`, or `description` of another tool. `is_certain` says that it can mean
    nothing else.
    """

    tool: GoneTool
    name: str
    entry: Entry
    where: str
    at: Place
    is_certain: bool


def stale_names(comparison: Comparison) -> Iterator[StaleName]:
    """Yield each line of each text of the head that has the old name of a tool, in the order of files."""
    written = {name: tool for tool in gone_tools(comparison) for name in tool.spellings}
    if written:
        yield from _Texts(comparison, written).stale()


class _Texts:
    """The texts of a head, and the names that may stand in them."""

    def __init__(self, comparison: Comparison, written: Mapping[str, GoneTool]) -> None:
        self._comparison = comparison
        self._written = written
        self._index = NameIndex(written)
        self._side = comparison.after
        self._tools = tuple(self._side.project.of_kind("tool"))
        self._living = frozenset(spellings(self._tools))
        self._names = self._living | written.keys()

    def stale(self) -> Iterator[StaleName]:
        """Yield each line that has one of the names."""
        paths = frozenset(self._side.search.resources_with(self._written, ()))
        for entry in self._side.project.entries:
            if entry.kind not in _WITH_TEXT or (entry.path not in paths and not self._may_name(entry)):
                continue
            if not self._side.project.is_retired(entry):
                yield from self._in(entry)

    def _may_name(self, entry: Entry) -> bool:
        """Say whether a variant or an example that stands in a file of its own may have one of the names."""
        has_parts = '"variants"' in entry.data or '"examples"' in entry.data
        return has_parts and bool(self._index.found_in(_ESCAPE.sub(" ", entry.data)))

    def _in(self, entry: Entry) -> Iterator[StaleName]:
        for text in self._texts_of(entry):
            if entry.is_computed(*text.keys):
                continue
            for name in self._index.found_in(text.text):
                yield from self._lines(entry, text, name, self._written[name])

    def _texts_of(self, entry: Entry) -> Iterator[PromptText]:
        snapshot = self._side.snapshot(entry)
        yield from snapshot.texts
        if entry.kind == "tool":
            yield from (PromptText(found.keys, found.text, EMPTY) for found in tool_texts(snapshot.data))
        if entry.kind == "prompt":
            yield from _example_texts(snapshot.data.get("examples"))

    def _lines(self, entry: Entry, text: PromptText, name: str, tool: GoneTool) -> Iterator[StaleName]:
        if name in self._values and not self._calls(entry, tool):
            return
        where = "description" if entry.kind == "tool" else "example" if text.keys[0] == "examples" else "text"
        # A text of another file is shown where that file is named, and so is one line.
        is_elsewhere = text.keys[-1] == "file"
        met: set[int] = set()
        for use in named_in(text.text, name, self._names):
            line = 0 if is_elsewhere else text.text.rfind("\n", 0, use.start)
            if line not in met and not _is_in_tag(text, use):
                met.add(line)
                start, end = (-1, -1) if is_elsewhere else (use.start, use.end)
                at = Place(entry.path, entry.ordinal, text.keys, "value", start, end)
                yield StaleName(tool, name, entry, where, at, self._is_certain(entry, text, name, use))

    def _is_certain(self, entry: Entry, text: PromptText, name: str, use: ToolName) -> bool:
        """Say whether a name can mean nothing but the tool that had it."""
        if self._is_variable(entry, name) and not use.is_marked:
            return False
        if self._calls(entry, self._written[name]):
            return True
        if use.is_marked or is_certain(name):
            # Of a prompt that says what it may call, the name was none of its tools'.
            return not any(link.field == "tools" for link in entry.links) and (use.is_marked or bool(self._tools))
        return not self._living.isdisjoint(identifiers(text.text))

    def _is_variable(self, entry: Entry, name: str) -> bool:
        """Say whether an input of a resource, or a parameter of a tool, has a name."""
        is_input = name in (entry.inputs or ()) or any(variable.name == name for variable in entry.variables)
        return is_input or name in self._parameters

    @cached_property
    def _parameters(self) -> frozenset[str]:
        quoted = (pairwise(tool.data.split('"')) for tool in self._tools)
        return frozenset(
            name for pairs in quoted for name, behind in pairs if behind.startswith(":") and name in self._written
        )

    @cached_property
    def _values(self) -> frozenset[str]:
        """Return the names that live on as values of a parameter, as of one that says what a tool is to do."""
        schemas = (json.loads(tool.data).get("parameters") for tool in self._tools if self._may_have_values(tool))
        return frozenset(value for schema in schemas for value in enumerated_values(schema))

    def _may_have_values(self, tool: Entry) -> bool:
        return not self._written.keys().isdisjoint(tool.data.split('"'))

    def _calls(self, entry: Entry, tool: GoneTool) -> bool:
        """Say whether a resource listed a tool before, or lists it under its new name."""
        return (entry.kind, entry.name) in self._callers[tool.was]

    @cached_property
    def _callers(self) -> Mapping[str, frozenset[tuple[str, str]]]:
        found = {}
        for tool in self._written.values():
            users = (
                *self._comparison.before.referrers("tool", tool.was),
                *self._side.referrers("tool", tool.was),
                *self._side.referrers("tool", tool.change.name),
            )
            found[tool.was] = frozenset((entry.kind, entry.name) for entry, _ in users)
        return found


def _example_texts(examples: Any) -> Iterator[PromptText]:
    """Yield the texts in what the examples of a prompt say that the model ought to write."""
    listed = examples if isinstance(examples, list) else []
    todo: deque[tuple[tuple[str | int, ...], Any]] = deque(
        (("examples", index, "output"), example.get("output"))
        for index, example in enumerate(listed)
        if isinstance(example, dict)
    )
    while todo:
        keys, value = todo.popleft()
        if isinstance(value, str):
            yield PromptText(keys, value, EMPTY)
        elif isinstance(value, dict) and len(keys) < _MAX_DEPTH:
            todo.extend(((*keys, key), inner) for key, inner in value.items())
        elif isinstance(value, list) and len(keys) < _MAX_DEPTH:
            todo.extend(((*keys, index), inner) for index, inner in enumerate(value))


def _is_in_tag(text: PromptText, use: ToolName) -> bool:
    """Say whether a name is that of a variable of the template, or of a file that it includes."""
    tags = [(tag.start, tag.end) for found in (text.template.variables, text.template.includes) for tag in found]
    return any(start < use.end and use.start < end for start, end in tags)
