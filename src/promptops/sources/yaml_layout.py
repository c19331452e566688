"""Where the nodes of a composed document begin and end in its text.

libyaml's marks need help: a node begins with its anchor or tag, a block ends where the next token begins, and an alias
leaves no mark at all, being replaced by the node that it repeats.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeAlias

from yaml import (
    AliasEvent,
    CollectionNode,
    MappingEndEvent,
    MappingStartEvent,
    Node,
    ScalarEvent,
    ScalarNode,
    SequenceEndEvent,
    SequenceStartEvent,
    YAMLError,
)
from yaml._yaml import CParser

from promptops.regex import regex
from promptops.sources.documents import Offsets
from promptops.sources.text import LineIndex
from promptops.sources.yaml_breaks import hide_breaks

_PROPERTIES = regex(r"(?:[&!]\S*\s(?:\s|#.*)*)+")
_STARTS = (MappingStartEvent, SequenceStartEvent)
_ENDS = (MappingEndEvent, SequenceEndEvent)
_NODES = (AliasEvent, ScalarEvent, *_STARTS)

Slot: TypeAlias = tuple[int, int]
"""The place of a node in its parent: where the parent starts, and how many children of it come before."""


class Layout:
    """The text of a stream of documents, and the places of its nodes, worked out when they are asked for."""

    __slots__ = ("_aliases", "lines", "text")

    def __init__(self, text: str, lines: LineIndex) -> None:
        self.text = text
        self.lines = lines
        self._aliases: dict[Slot, Offsets] | None = None

    def offsets(self, node: Node, slot: Slot | None = None) -> Offsets:
        """Return where a node begins and ends, without anchor and tag; of an alias at `slot`, the alias itself."""
        alias = self.aliases.get(slot) if slot else None
        return alias or (self.start(node), self._end(node))

    def source(self, node: Node) -> str:
        """Return a node as it is written."""
        start, end = self.offsets(node)
        return self.text[start:end]

    @property
    def aliases(self) -> dict[Slot, Offsets]:
        """Return where each alias stands."""
        if self._aliases is None:
            self._aliases = _alias_offsets(hide_breaks(self.text)[0]) if "*" in self.text else {}
        return self._aliases

    def start(self, node: Node) -> int:
        """Return where a node begins, behind its anchor and tag."""
        start: int = node.start_mark.index
        if self.text[start : start + 1] in ("&", "!"):
            found = _PROPERTIES.match(self.text, start, node.end_mark.index)
            return found.end() if found else node.end_mark.index
        return start

    def _end(self, node: Node) -> int:
        while isinstance(node, CollectionNode) and not node.flow_style and node.value:
            last, slot = _last_child(node)
            if slot in self.aliases:
                return self.aliases[slot][1]
            node = last
        end: int = node.end_mark.index
        if isinstance(node, ScalarNode) and node.style in ("|", ">"):
            return node.start_mark.index + len(self.text[node.start_mark.index : end].rstrip())
        return end


def _last_child(node: CollectionNode) -> tuple[Node, Slot]:
    last = node.value[-1]
    if isinstance(last, tuple):
        return last[1], (node.start_mark.index, 2 * len(node.value) - 1)
    return last, (node.start_mark.index, len(node.value) - 1)


def _alias_offsets(text: str) -> dict[Slot, Offsets]:
    aliases: dict[Slot, Offsets] = {}
    open_nodes = [[-1, 0]]
    next_event: Callable[[], Any] = CParser(text).get_event  # its stub lets every mark be None
    try:
        while event := next_event():
            start, end = event.start_mark, event.end_mark
            if isinstance(event, _ENDS):
                open_nodes.pop()
            if not isinstance(event, _NODES):
                continue
            parent = open_nodes[-1]
            if isinstance(event, AliasEvent):
                aliases[parent[0], parent[1]] = (start.index, end.index)
            parent[1] += 1
            if isinstance(event, _STARTS):
                open_nodes.append([start.index, 0])
    except YAMLError:
        pass  # what stands before a syntax error has been read, and only that is asked for
    return aliases
