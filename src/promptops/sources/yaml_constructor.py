"""Trees of YAML nodes to plain values, strictly.

The first of several equal keys counts. Keys are strings as they are written, whatever they look like. `<<` merges
mappings; a key of the mapping itself wins over a merged one, an earlier merged one over a later.
"""

from __future__ import annotations

from collections.abc import Collection
from itertools import islice
from typing import Any, TypeAlias

from yaml import MappingNode, Node, ScalarNode, SequenceNode

from promptops.diagnostics import Fault, Range
from promptops.sources.documents import MAX_FAULTS, KeyPath, duplicate_key
from promptops.sources.text import INVALID, shown
from promptops.sources.yaml_layout import Layout
from promptops.sources.yaml_scalars import PLAIN_STARTS, Tagged, resolve
from promptops.sources.yaml_templates import is_template, node_fault

_Link: TypeAlias = "tuple[_Link, str | int] | None"
"""The path of keys to a value, last key first: paths are built for each list and mapping but read only for faults."""

_STANDARD = "tag:yaml.org,2002:"
_TYPES: dict[str, type] = {"str": str, "int": int, "float": float, "bool": bool, "null": type(None)}


class Constructor:
    """Turns nodes into values and collects what is wrong with them, at most `MAX_FAULTS` faults.

    Most nodes are untagged scalars that can only be strings: lists and mappings take those over without a call. A
    scalar with one of `tags` is handed on as a `Tagged`; any other tag that YAML itself does not define is a fault.
    """

    __slots__ = ("_faults", "_layout", "_tags")

    def __init__(self, layout: Layout, tags: Collection[str] = ()) -> None:
        self._layout = layout
        self._tags = tags
        self._faults: dict[tuple[str, Range], Fault] = {}

    @property
    def faults(self) -> tuple[Fault, ...]:
        """Return what has been found, each once although an alias repeats it."""
        return tuple(self._faults.values())

    def construct(self, node: Node, link: _Link = None) -> Any:
        """Return the value of a node that stands at `link`."""
        if type(node) is ScalarNode:
            return self._scalar(node, link)
        if node.tag is not None:
            self._check_collection_tag(node, link)
        return self._mapping(node, link) if type(node) is MappingNode else self._sequence(node, link)

    def _sequence(self, node: Node, link: _Link) -> list[Any]:
        result = []
        for position, item in enumerate(node.value):
            if type(item) is not ScalarNode or item.tag or (not item.style and item.value[:1] in PLAIN_STARTS):
                result.append(self.construct(item, (link, position)))
            else:
                result.append(item.value)
        return result

    def _mapping(self, node: Node, link: _Link) -> dict[str, Any] | str:
        result: dict[str, Any] = {}
        merged: Node | None = None
        for key_node, value in node.value:
            key: str = key_node.value
            if type(key_node) is not ScalarNode or key_node.tag:
                if is_template(node, self._layout):
                    return self._template(node, link)
                key = self._odd_key(key_node, link)
            elif key == "<<" and merged is None and is_merge_key(key_node):
                merged = value
                continue
            if key in result or (key == "<<" and is_merge_key(key_node)):
                self._duplicate(node, key, link)
            elif type(value) is not ScalarNode or value.tag or (not value.style and value.value[:1] in PLAIN_STARTS):
                result[key] = self.construct(value, (link, key))
            else:
                result[key] = value.value
        if merged is not None:
            self._merge(result, merged, link)
        return result

    def _merge(self, result: dict[str, Any], node: Node, link: _Link) -> None:
        for source in node.value if type(node) is SequenceNode else [node]:
            value = self.construct(source, link) if type(source) is MappingNode else None
            if isinstance(value, dict):
                for key, item in value.items():
                    result.setdefault(key, item)
            elif value is None:
                message = "`<<` merges what is neither a mapping nor a list of mappings"
                self._report(message, source, link, "write `<<: *anchor`")

    def _template(self, node: Node, link: _Link) -> str:
        """Return a template tag that is read as a mapping as the string that it was meant to be."""
        if self._has_room():
            self._add(node_fault(node, self._layout, _path(link)))
        return self._layout.source(node)

    def _odd_key(self, node: Node, link: _Link) -> str:
        """Return the name of a key that is a list or a mapping or has a tag."""
        if type(node) is ScalarNode:
            self._scalar(node, (link, node.value))
        elif is_template(node, self._layout):
            self._template(node, link)
        else:
            kind = "mapping" if type(node) is MappingNode else "list"
            self._report(f"a {kind} stands where a key should", node, link, "write the key as a word or in quotes")
        return key_text(node, self._layout)

    def _duplicate(self, node: Node, key: str, link: _Link) -> None:
        if not self._has_room():
            return
        layout = self._layout
        places = (
            layout.lines.range(*layout.offsets(key_node, (node.start_mark.index, 2 * position)))
            for position, (key_node, _) in enumerate(node.value)
            if key_text(key_node, layout) == key
        )
        first = next(places)
        for place in islice(places, MAX_FAULTS):
            self._add(duplicate_key(_path((link, key)), place, first))

    def _scalar(self, node: ScalarNode, link: _Link) -> Any:
        if node.tag in self._tags:
            return Tagged(node.tag, node.value)
        kind = node.tag.removeprefix(_STANDARD) if node.tag else ""
        if node.tag != _STANDARD + kind or kind not in _TYPES:
            if node.tag:
                self._unknown_tag(node, link)
            return node.value if node.style else self._resolve(node, link)
        if kind == "str":
            return node.value
        value = self._resolve(node, link)
        if kind == "float" and type(value) is int:
            value = float(node.value) if node.value.lstrip("+-").isdecimal() else value
        if type(value) is not _TYPES[kind]:
            self._report(f"the value is not what its tag `!!{kind}` says", node, link, "remove the tag")
        return value

    def _resolve(self, node: ScalarNode, link: _Link) -> Any:
        try:
            return resolve(node.value)
        except ValueError:
            message = f"a number of {len(node.value):,} characters is too long to be read"
            self._report(message, node, link, "put it in quotes")
            return node.value

    def _check_collection_tag(self, node: Node, link: _Link) -> None:
        if node.tag != _STANDARD + ("map" if type(node) is MappingNode else "seq"):
            self._unknown_tag(node, link)

    def _unknown_tag(self, node: Node, link: _Link) -> None:
        tag = node.tag.replace(_STANDARD, "!!", 1)
        tag = shown(tag if tag.startswith("!") else f"!<{tag}>")
        self._report(f"tag `{tag}` is not read", node, link, "remove the tag: no file can name code or types to load")

    def _report(self, message: str, node: Node, link: _Link, advice: str) -> None:
        if self._has_room():
            place = self._layout.lines.range(*self._layout.offsets(node))
            self._add(Fault(INVALID, message, place, advice, _path(link)))

    def _has_room(self) -> bool:
        return len(self._faults) < MAX_FAULTS

    def _add(self, fault: Fault) -> None:
        if self._has_room():
            self._faults.setdefault((fault.rule, fault.place), fault)


def is_merge_key(node: Node) -> bool:
    """Say whether a key is an unquoted `<<`."""
    return type(node) is ScalarNode and node.value == "<<" and not node.style and not node.tag


def key_text(node: Node, layout: Layout) -> str:
    """Return the string that a key is in the value of its mapping."""
    return str(node.value) if type(node) is ScalarNode else layout.source(node)


def _path(link: _Link) -> KeyPath:
    keys: list[str | int] = []
    while link is not None:
        link, key = link
        keys.append(key)
    return tuple(reversed(keys))
