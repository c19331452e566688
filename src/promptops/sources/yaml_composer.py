"""YAML text to trees of nodes with libyaml, stopped before hostile input does harm.

The composer of PyYAML's C parser recurses once a level, on the C stack, and makes an object for every node. Text that
cannot reach a limit, which a few counts show, goes through at full speed; all other text is counted as it is composed.
"""

from __future__ import annotations

from typing import TypeAlias

from yaml import Node, ScalarNode, YAMLError
from yaml._yaml import CParser

from promptops.regex import regex
from promptops.sources.documents import MAX_CHARACTERS, MAX_DEPTH, MAX_NODES
from promptops.sources.yaml_breaks import children, hide_breaks, restore_breaks

MAX_ALIASES = 10_000
"""Most aliases in one file."""
MAX_TAG_DIRECTIVES = 100
"""Most `%TAG` lines in one file: libyaml compares each with all before it."""

_BREAK = r"[\n\r\x85\u2028\u2029]"
_TAG_DIRECTIVE = regex(rf"(?:\A|{_BREAK})%TAG")
# Blocks nest by indentation and by `- - -`; half of the depth allowed is left to brackets. A list that is not indented
# below its key shares its column, which makes a column worth two levels, once.
_BLOCK_LEVELS = MAX_DEPTH // 2 - 2
_LONG_INDENT = regex(rf"{_BREAK}[-?: \t]{{{_BLOCK_LEVELS}}}")
_LONG_FIRST_INDENT = regex(rf"[-?: \t]{{{_BLOCK_LEVELS}}}")


class LimitError(Exception):
    """A text exceeds a limit; `offset` is the place, in code points, at which it does."""

    def __init__(self, message: str, offset: int = 0) -> None:
        super().__init__(message)
        self.offset = offset


class _Parser(CParser):
    """A composer that leaves every untagged node untagged: the schema is not libyaml's business."""

    def resolve(self, _kind: type[Node], _value: str | None, _implicit: object) -> None:
        """Give no tag."""

    def descend_resolver(self, _parent: Node | None, _index: object) -> None:
        """Do nothing before a node."""

    def ascend_resolver(self) -> None:
        """Do nothing behind a node."""


class _CountingParser(_Parser):
    """A composer that stops at the limits."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self._depth = 0
        self._nodes = 0

    def descend_resolver(self, parent: Node | None, _index: object) -> None:
        self._depth += 1
        self._nodes += 1
        if self._depth > MAX_DEPTH or self._nodes > MAX_NODES:
            offset = parent.start_mark.index if parent else 0
            raise LimitError(_TOO_DEEP if self._depth > MAX_DEPTH else _TOO_MANY, offset)

    def ascend_resolver(self) -> None:
        self._depth -= 1


_TOO_DEEP = f"values are nested more than {MAX_DEPTH} deep"
_TOO_MANY = f"the file holds more than {MAX_NODES:,} keys and values"
_TOO_LONG = f"the file holds more than {MAX_CHARACTERS:,} characters"


def compose(text: str) -> tuple[list[Node], Exception | None]:
    """Return the roots of the documents that hold anything, and what stopped the reading, if anything did.

    That is a `YAMLError`, a `LimitError`, or a `UnicodeEncodeError` for a lone surrogate.
    """
    roots: list[Node] = []
    if len(text) > MAX_CHARACTERS:
        return roots, LimitError(_TOO_LONG)
    text, back = hide_breaks(text)
    try:
        parser = _parser(text)
        aliases = _Expansion() if "*" in text and "&" in text else None
        while parser.check_node():
            root = parser.get_node()
            if root is None or _is_nothing(root):
                continue
            if aliases:
                aliases.add(root)
            if back:
                restore_breaks(root, back)
            roots.append(root)
    except (YAMLError, LimitError, UnicodeEncodeError) as error:
        return roots, error
    return roots, None


def _is_nothing(root: Node) -> bool:
    return type(root) is ScalarNode and root.style == "" and not root.value and root.tag is None


def _parser(text: str) -> CParser:
    if text.count("%TAG") > MAX_TAG_DIRECTIVES and len(_TAG_DIRECTIVE.findall(text)) > MAX_TAG_DIRECTIVES:
        raise LimitError(f"the file holds more than {MAX_TAG_DIRECTIVES} `%TAG` directives")
    return _Parser(text) if _cannot_reach_limits(text) else _CountingParser(text)


def _cannot_reach_limits(text: str) -> bool:
    if text.count("[") + text.count("{") > MAX_DEPTH // 2:
        return False
    if _LONG_FIRST_INDENT.match(text) or _LONG_INDENT.search(text):
        return False
    # An indicator brings three nodes at most: `?` in a flow list is a mapping, an empty key and an empty value.
    return len(text) < MAX_NODES // 3 or 3 * sum(map(text.count, (",", "[", "{", "?", ":", "-", "..."))) < MAX_NODES - 3


_Size: TypeAlias = tuple[int, int, int]
"""Depth, number of nodes, number of characters."""


class _Expansion:
    """What the documents of a stream come to once every alias is a copy of what it repeats.

    A node is measured once. Its anchor stands before its aliases, so an alias finds it measured, or still open when
    it stands inside the very node that it repeats; hence this recursion is no deeper than the text is nested.
    """

    def __init__(self) -> None:
        self._sizes: dict[Node, _Size | None] = {}
        self._aliases = 0
        self._nodes = 0
        self._characters = 0

    def add(self, root: Node) -> None:
        """Count a document; raise `LimitError` when it is too much."""
        _, nodes, characters = self._measure(root)
        self._nodes += nodes
        self._characters += characters
        _check((0, self._nodes, self._characters), root)

    def _measure(self, node: Node) -> _Size:
        if node in self._sizes:
            return self._measure_again(node)
        if isinstance(node, ScalarNode):
            size = (1, 1, len(node.value))
        else:
            self._sizes[node] = None
            sizes = [self._measure(child) for child in children(node)]
            depth = max((size[0] for size in sizes), default=0)
            size = (depth + 1, sum(size[1] for size in sizes) + 1, sum(size[2] for size in sizes))
            _check(size, node)
        self._sizes[node] = size
        return size

    def _measure_again(self, node: Node) -> _Size:
        size = self._sizes[node]
        if size is None:
            raise LimitError("an alias repeats a value that it is itself a part of", node.start_mark.index)
        self._aliases += 1
        if self._aliases > MAX_ALIASES:
            raise LimitError(f"the file holds more than {MAX_ALIASES:,} aliases", node.start_mark.index)
        return size


def _check(size: _Size, node: Node) -> None:
    depth, nodes, characters = size
    if depth > MAX_DEPTH:
        raise LimitError(_TOO_DEEP, node.start_mark.index)
    if nodes > MAX_NODES:
        raise LimitError(f"aliases make more than {MAX_NODES:,} keys and values of this", node.start_mark.index)
    if characters > MAX_CHARACTERS:
        raise LimitError(f"aliases make more than {MAX_CHARACTERS:,} characters of this", node.start_mark.index)
