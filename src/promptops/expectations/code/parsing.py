"""Source text to the nodes of its tree that are strings, within limits that no file can break."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from promptops.expectations.code.languages.grammars import Grammar

if TYPE_CHECKING:
    from tree_sitter import Node, Point, Tree

MAX_STEPS = 4_000
"""Times that the parser may ask whether to go on, which it does every hundred steps."""
_STEPS_AT_LEAST = 200
_BYTES_PER_STEP = 64
"""Real files take 85 or more; a parser that looks for a way out of broken ones takes fewer."""
MAX_READINGS = 50
"""Times that the parser may read the whole text, which it does anew for a token that has no end."""
_PIECE = 8_192

_CARRIAGE_RETURN = re.compile(r"\r(?!\n)")
_FOREIGN_SPACE = re.compile(r"[^\S\x00-\x7f]")
_FOREIGN = re.compile(r"[^\x00-\x7f]")


def one_byte_each(source: str) -> bytes:
    """Return a text to parse in place of another: a byte for each code point, so that offsets are the same.

    Characters outside ASCII are letters or spaces there, and every carriage return ends a line.
    """
    if "\r" in source:
        source = _CARRIAGE_RETURN.sub("\n", source)
    if not source.isascii():
        source = _FOREIGN.sub("x", _FOREIGN_SPACE.sub(" ", source))
    return source.encode("ascii")


def parse(data: bytes, grammar: Grammar) -> Tree | None:
    """Return the tree of a text, errors and all; None when it takes the parser too much."""
    import tree_sitter  # noqa: PLC0415 - loaded with the grammar

    budget = _Budget(data)
    try:
        # A parser of its own for each text: one that calls back may be entered by another thread meanwhile.
        tree = tree_sitter.Parser(grammar.language).parse(budget.piece, progress_callback=budget.is_spent)
    except ValueError:
        return None
    return None if budget.unread < 0 else tree


class _Budget:
    """Gives a text to a parser, piece by piece, until it has had enough of it.

    Steps alone are no limit: a single one may look for the end of a token as far as the end of the file.
    """

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._steps = min(MAX_STEPS, _STEPS_AT_LEAST + len(data) // _BYTES_PER_STEP)
        self.unread = MAX_READINGS * (_PIECE + len(data))

    def piece(self, offset: int, _point: Point) -> bytes:
        """Return the text at an offset; nothing, which is its end, once all has been read too often."""
        piece = self._data[offset : offset + _PIECE]
        self.unread -= len(piece)
        return piece if self.unread >= 0 else b""

    def is_spent(self, _offset: int, _has_error: bool) -> bool:  # noqa: FBT001 - the parser's own signature
        """Count a step, and say whether the parser must stop."""
        self._steps -= 1
        return self._steps < 0 or self.unread < 0


def strings(data: bytes, tree: Tree, grammar: Grammar) -> Iterator[tuple[Node, list[Node]]]:
    """Yield the nodes that are strings or texts, in order, with the nodes around them from the root down.

    The list is the walk's own and changes when it goes on. Only what holds a mark of the syntax is entered, and
    siblings are passed in order: a search by offset is quadratic in a node of many children, as an error may be.
    """
    cursor = tree.walk()
    down, along, up = cursor.goto_first_child, cursor.goto_next_sibling, cursor.goto_parent
    leaves, templates, passed_over = grammar.leaves, grammar.templates, grammar.passed_over
    node = tree.root_node
    around: list[Node] = []
    end, done = node.end_byte, 0
    for mark in re.finditer(grammar.syntax.marks, data):
        position = mark.start()
        while done <= position:
            while end <= position:
                while not along():
                    if not around:
                        return
                    up()
                    around.pop()
                node = cursor.node or node  # it has one, always
                end = node.end_byte
            kind = node.kind_id
            if kind in leaves:
                if kind not in passed_over:
                    yield node, around
                if kind not in templates or data.find(b"{", node.start_byte, end) < 0:
                    done = end
                    continue
            if down():
                around.append(node)
                node = cursor.node or node  # it has one, always
                end = node.end_byte
            else:
                done = end
