"""YAML 1.2 streams to positioned documents."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, NamedTuple

from yaml import MappingNode, Node, ScalarNode, SequenceNode

from promptops.diagnostics import Fault
from promptops.sources.documents import Document, Entry, KeyPath, Offsets
from promptops.sources.text import LineIndex
from promptops.sources.yaml_alignment import Alignment, content_of
from promptops.sources.yaml_composer import compose
from promptops.sources.yaml_constructor import Constructor, is_merge_key, key_text
from promptops.sources.yaml_layout import Layout, Slot


def read_yaml(
    text: str, *, first_line: int = 1, tags: Collection[str] = ()
) -> tuple[tuple[YamlDocument, ...], tuple[Fault, ...]]:
    """Return every document of a stream that holds anything, and what is wrong with them.

    Values follow the core schema of YAML 1.2, strictly: `no` and dates are strings, `010` is ten. Keys are strings as
    they are written; of two equal ones the first counts. A syntax error is one `invalid-yaml` or `unquoted-template`
    fault, and ends the reading; the documents before it are returned. `first_line` is the line on which the text
    begins, when it is a part of a file. A scalar with one of `tags`, such as `!function`, is handed on as a `Tagged`.
    """
    layout = Layout(text, LineIndex(text, first_line))
    roots, error = compose(text)
    constructor = Constructor(layout, tags)
    documents = tuple(YamlDocument(constructor.construct(root), root, layout) for root in roots)
    if error is None:
        return documents, constructor.faults
    from promptops.sources.yaml_errors import explain  # noqa: PLC0415 - most files have no error

    return documents, (*constructor.faults, explain(error, layout))


class _Place(NamedTuple):
    """A node on the way through a document: which it is, which slot it stands in, and the same of its key."""

    node: Node
    slot: Slot | None = None
    key: Node | None = None
    key_slot: Slot | None = None


class YamlDocument(Document):
    """One document of a YAML stream; it keeps the text and the nodes for as long as it lives."""

    __slots__ = ("_alignments", "_layout", "_members", "_root")

    def __init__(self, value: Any, root: Node, layout: Layout) -> None:
        super().__init__(value, layout.lines)
        self._layout = layout
        self._root = root
        self._members: dict[Node, dict[str, _Place]] = {}
        self._alignments: dict[Node, Alignment] = {}

    def _find(self, keys: KeyPath) -> tuple[int, Entry]:
        depth, place = self._walk(keys)
        value = self._layout.offsets(place.node, place.slot)
        if depth == 0:
            return depth, Entry(value, (value[0], value[0]))
        return depth, Entry(value, self._layout.offsets(place.key, place.key_slot) if place.key else None)

    def _inside(self, keys: KeyPath, start: int, end: int) -> Offsets | None:
        _, (node, *_) = self._walk(keys)
        if not isinstance(node, ScalarNode) or not node.value:
            return None
        text, style = self._layout.text, node.style or ""
        start, end = min(max(start, 0), len(node.value)), min(max(end, 0), len(node.value))
        content = content_of(text, (self._layout.start(node), node.end_mark.index), style)
        if style not in ("|", ">") and content[1] - content[0] == len(node.value):
            return content[0] + start, content[0] + max(start, end)
        if node not in self._alignments:
            self._alignments[node] = Alignment(node.value, text, content, style)
        return self._alignments[node].offsets(start, end)

    def _walk(self, keys: KeyPath) -> tuple[int, _Place]:
        """Return how many of `keys` exist, and the place that they lead to."""
        place = _Place(self._root)
        for depth, key in enumerate(keys):
            child = self._child(place.node, key)
            if child is None:
                return depth, place
            place = child
        return len(keys), place

    def _child(self, node: Node, key: str | int) -> _Place | None:
        if isinstance(node, MappingNode):
            return self._members_of(node).get(key) if isinstance(key, str) else None
        if isinstance(node, SequenceNode) and isinstance(key, int) and 0 <= key < len(node.value):
            return _Place(node.value[key], (node.start_mark.index, key))
        return None

    def _members_of(self, node: Node) -> dict[str, _Place]:
        """Return the entries of a mapping by their names, with those that it merges."""
        if node in self._members:
            return self._members[node]
        members = self._members[node] = {}
        start = node.start_mark.index
        merged: Node | None = None
        for position, (key, value) in enumerate(node.value):
            if is_merge_key(key):
                merged = merged or value
            else:
                place = _Place(value, (start, 2 * position + 1), key, (start, 2 * position))
                members.setdefault(key_text(key, self._layout), place)
        for source in merged.value if isinstance(merged, SequenceNode) else [merged]:
            if isinstance(source, MappingNode):
                for name, place in self._members_of(source).items():
                    members.setdefault(name, place)
        return members
