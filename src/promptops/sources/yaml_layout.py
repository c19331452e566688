"""Where the nodes of a composed document begin and end in its text.

libyaml's marks need help: a node begins with its anchor or tag, a block ends where the next token begins, and an alias
leaves no mark at all, being replaced by the node that it repeats.
"""

from __future__ import annotations

import re
from typing import TypeAlias

from yaml import (
    AliasEvent,
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

from promptops.sources.documents import Offsets
from promptops.sources.text import LineIndex
from promptops.sources.yaml_composer import children

_PROPERTIES = re.compile(r"(?:[&!]\S*\s(?:\s|#.*)*)+")
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
        return alias or (self._start(node), self._end(node))

    def source(self, node: Node) -> str:
        """Return a node as it is written."""
        start, end = self.offsets(node)
        return self.text[start:end]

    @property
    def aliases(self) -> dict[Slot, Offsets]:
        """Return where each alias stands."""
        if self._aliases is None:
            self._aliases = _alias_offsets(self.text) if "*" in self.text else {}
        return self._aliases

    def _start(self, node: Node) -> int:
        start: int = node.start_mark.index
        if self.text[start : start + 1] in ("&", "!"):
            found = _PROPERTIES.match(self.text, start, node.end_mark.index)
            return found.end() if found else node.end_mark.index
        return start

    def _end(self, node: Node) -> int:
        while not isinstance(node, ScalarNode) and not node.flow_style and node.value:
            inner = children(node)
            slot = (node.start_mark.index, len(inner) - 1)
            if slot in self.aliases:
                return self.aliases[slot][1]
            node = inner[-1]
        end: int = node.end_mark.index
        if isinstance(node, ScalarNode) and node.style in ("|", ">"):
            return node.start_mark.index + len(self.text[node.start_mark.index : end].rstrip())
        return end


def _alias_offsets(text: str) -> dict[Slot, Offsets]:
    aliases: dict[Slot, Offsets] = {}
    open_nodes = [[-1, 0]]
    parser = CParser(text)
    try:
        while (event := parser.get_event()) is not None:
            if isinstance(event, _ENDS):
                open_nodes.pop()
            if not isinstance(event, _NODES):
                continue
            parent = open_nodes[-1]
            if isinstance(event, AliasEvent):
                aliases[parent[0], parent[1]] = (event.start_mark.index, event.end_mark.index)
            parent[1] += 1
            if isinstance(event, _STARTS):
                open_nodes.append([event.start_mark.index, 0])
    except YAMLError:
        pass  # what stands before a syntax error has been read, and only that is asked for
    return aliases
