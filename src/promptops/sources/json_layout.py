"""Where the values of a JSON text stand."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import NamedTuple

from promptops.sources.documents import Entry, KeyPath, Offsets
from promptops.sources.json_tokens import tokens


class Node(NamedTuple):
    """One value: where it stands, and its members by name or its items in order; None for a scalar."""

    entry: Entry
    members: dict[str, Node] | list[Node] | None


class Duplicate(NamedTuple):
    """A key given again: the path to it, its place and that of the first one."""

    keys: KeyPath
    place: Offsets
    first: Offsets


class JsonLayout:
    """The nodes of a text that the JSON parser has accepted, and its duplicate keys; the first of equal keys counts."""

    def __init__(self, text: str) -> None:
        self.duplicates: list[Duplicate] = []
        self._tokens: Iterator[re.Match[str]] = tokens(text)
        self.root = self._read(next(self._tokens), None, ())

    def _read(self, token: re.Match[str], key: Offsets | None, keys: KeyPath) -> Node:
        if token[0] == "{":
            return self._read_object(token.start(), key, keys)
        if token[0] == "[":
            return self._read_array(token.start(), key, keys)
        return Node(Entry(token.span(), key), None)

    def _read_object(self, start: int, key: Offsets | None, keys: KeyPath) -> Node:
        members: dict[str, Node] = {}
        while (token := next(self._tokens))[0] != "}":
            if token[0] != ",":
                self._read_member(token, members, keys)
        return Node(Entry((start, token.end()), key), members)

    def _read_member(self, name: re.Match[str], members: dict[str, Node], keys: KeyPath) -> None:
        key = json.loads(name[0])
        next(self._tokens)  # the colon
        node = self._read(next(self._tokens), name.span(), (*keys, key))
        first = members.setdefault(key, node)
        if first is not node:
            self.duplicates.append(Duplicate((*keys, key), name.span(), first.entry.key or name.span()))

    def _read_array(self, start: int, key: Offsets | None, keys: KeyPath) -> Node:
        items: list[Node] = []
        while (token := next(self._tokens))[0] != "]":
            if token[0] != ",":
                items.append(self._read(token, None, (*keys, len(items))))
        return Node(Entry((start, token.end()), key), items)
