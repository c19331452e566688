"""Keeping libyaml from breaking lines where YAML 1.2 does not.

For libyaml, as for YAML 1.1, a line also ends at U+0085, U+2028 and U+2029, which text pasted from elsewhere brings
along. They are hidden behind characters that the text does not use, one for one, so that every offset stays true.
"""

from __future__ import annotations

from itertools import islice

from yaml import CollectionNode, MappingNode, Node

_OLD_BREAKS = "\x85\u2028\u2029"
_PRIVATE_USE = range(0xE000, 0xF900)


def hide_breaks(text: str) -> tuple[str, dict[int, str]]:
    """Return a text of the same length without those characters, and the translation of strings back.

    Nothing is hidden when the text leaves no three characters for private use unused.
    """
    if text.isascii() or not any(mark in text for mark in _OLD_BREAKS):
        return text, {}
    used = set(text)
    unused = list(islice((mark for mark in map(chr, _PRIVATE_USE) if mark not in used), len(_OLD_BREAKS)))
    if len(unused) < len(_OLD_BREAKS):
        return text, {}
    back = {ord(stand_in): mark for stand_in, mark in zip(unused, _OLD_BREAKS, strict=True)}
    return text.translate({ord(mark): stand_in for stand_in, mark in zip(unused, _OLD_BREAKS, strict=True)}), back


def restore_breaks(root: Node, back: dict[int, str]) -> None:
    """Put the hidden characters back into every scalar below a node."""
    seen = {root}
    waiting = [root]
    while waiting:
        node = waiting.pop()
        below = [each for each in children(node) if each not in seen]
        seen.update(below)
        waiting.extend(below)
        if not isinstance(node, CollectionNode):
            node.value = node.value.translate(back)


def children(node: Node) -> list[Node]:
    """Return the items of a list, the keys and values of a mapping in turn, or nothing for a scalar."""
    if isinstance(node, MappingNode):
        return [child for pair in node.value for child in pair]
    return list(node.value) if isinstance(node, CollectionNode) else []
