"""JSON text to a positioned document."""

from __future__ import annotations

import json
from array import array
from itertools import islice
from typing import Any, NoReturn

from promptops.diagnostics import Fault
from promptops.sources.documents import MAX_CHARACTERS, MAX_FAULTS, Document, Entry, KeyPath, Offsets, duplicate_key
from promptops.sources.json_errors import NotJsonError, excess, explain, too_long
from promptops.sources.json_layout import JsonLayout, Node
from promptops.sources.json_tokens import characters
from promptops.sources.text import LineIndex


def read_json(text: str) -> tuple[JsonDocument | None, tuple[Fault, ...]]:
    """Return the document, or None and one `invalid-yaml` fault when the text is not JSON.

    `NaN` and `Infinity` are not JSON. Of equal keys in one object the first counts; the others are `duplicate-key`
    faults.
    """
    lines = LineIndex(text)
    if len(text) > MAX_CHARACTERS:
        return None, (too_long(lines),)
    unique = True
    try:
        try:
            value = _STRICT.decode(text)
        except _DuplicateKeyError:
            unique = False
            value = _FIRST_KEYS.decode(text)
    except (ValueError, RecursionError) as error:
        return None, (explain(error, lines),)
    fault = excess(text, value, lines)
    if fault:
        return None, (fault,)
    document = JsonDocument(value, lines)
    return document, () if unique else document.duplicates()


class JsonDocument(Document):
    """The value of a JSON text; places are worked out when the first of them is asked for."""

    __slots__ = ("_characters", "_layout")

    def __init__(self, value: Any, lines: LineIndex) -> None:
        super().__init__(value, lines)
        self._layout: JsonLayout | None = None
        self._characters: dict[int, array[int]] = {}

    def duplicates(self) -> tuple[Fault, ...]:
        """Return the `duplicate-key` faults of the text, at most `MAX_FAULTS`."""
        place = self._lines.range
        found = islice(self._read_layout().duplicates, MAX_FAULTS)
        return tuple(duplicate_key(each.keys, place(*each.place), place(*each.first)) for each in found)

    def _read_layout(self) -> JsonLayout:
        if self._layout is None:
            self._layout = JsonLayout(self._lines.text)
        return self._layout

    def _find(self, keys: KeyPath) -> tuple[int, Entry]:
        depth, node = self._walk(keys)
        start = node.entry.value[0]
        return depth, node.entry if depth else Entry(node.entry.value, (start, start))

    def _walk(self, keys: KeyPath) -> tuple[int, Node]:
        """Return how many of `keys` exist, and the node that they lead to."""
        node = self._read_layout().root
        for depth, key in enumerate(keys):
            child = _child(node, key)
            if child is None:
                return depth, node
            node = child
        return len(keys), node

    def _inside(self, keys: KeyPath, start: int, end: int) -> Offsets | None:
        _, node = self._walk(keys)
        first, last = node.entry.value
        if self._lines.text[first] != '"':
            return None
        if first not in self._characters:
            found = characters(self._lines.text, first + 1, last - 1)
            self._characters[first] = array("I", (*(each.start() for each in found), last - 1))
        places = self._characters[first]
        start, end = (min(max(place, 0), len(places) - 1) for place in (start, end))
        return places[start], places[max(start, end)]


def _child(node: Node, key: str | int) -> Node | None:
    if isinstance(node.members, dict):
        return node.members.get(key) if isinstance(key, str) else None
    if node.members is not None and isinstance(key, int) and 0 <= key < len(node.members):
        return node.members[key]
    return None


class _DuplicateKeyError(Exception):
    """An object gives a key twice."""


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    members = dict(pairs)
    if len(members) != len(pairs):
        raise _DuplicateKeyError
    return members


def _first(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    members: dict[str, Any] = {}
    for key, value in pairs:
        members.setdefault(key, value)
    return members


def _refuse(literal: str) -> NoReturn:
    raise NotJsonError(literal)


_STRICT = json.JSONDecoder(object_pairs_hook=_unique, parse_constant=_refuse)
_FIRST_KEYS = json.JSONDecoder(object_pairs_hook=_first, parse_constant=_refuse)
