"""Source text to the nodes of its tree that are strings, within limits that no file can break."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from promptops.expectations.code.languages.grammars import Grammar

if TYPE_CHECKING:
    from tree_sitter import Node, Tree, TreeCursor

MAX_STEPS = 4_000
"""Times that the parser may ask whether to go on, which it does every hundred steps."""
_STEPS_AT_LEAST = 100
_BYTES_PER_STEP = 64
"""Real files take 85 or more; a parser that looks for a way out of broken ones takes fewer."""

_FOREIGN_SPACE = re.compile(r"[^\S\x00-\x7f]")
_FOREIGN = re.compile(r"[^\x00-\x7f]")


def one_byte_each(source: str) -> bytes:
    """Return a text to parse in place of another: a byte for each code point, so that offsets are the same.

    Characters outside ASCII are letters or spaces there.
    """
    if not source.isascii():
        source = _FOREIGN.sub("x", _FOREIGN_SPACE.sub(" ", source))
    return source.encode("ascii")


def parse(data: bytes, grammar: Grammar) -> Tree | None:
    """Return the tree of a text, errors and all; None when it takes the parser too many steps."""
    import tree_sitter  # noqa: PLC0415 - loaded with the grammar

    left = min(MAX_STEPS, _STEPS_AT_LEAST + len(data) // _BYTES_PER_STEP)

    def rest(offset: int, _point: tree_sitter.Point) -> bytes:
        return data[offset:] if offset else data

    def is_enough(_offset: int, _has_error: bool) -> bool:  # noqa: FBT001 - the parser's own signature
        nonlocal left
        left -= 1
        return left < 0

    try:
        # A parser of its own for each text: one that calls back may be entered by another thread meanwhile.
        return tree_sitter.Parser(grammar.language).parse(rest, progress_callback=is_enough)
    except ValueError:
        return None


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
                node = cursor.node
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
                node = cursor.node
                end = node.end_byte
            else:
                done = end
