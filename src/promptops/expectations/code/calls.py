"""Calls that may fill in a prompt: which values they pass, by the names under which they do.

Those are keyword arguments, and the keys of a mapping that is written out where it is passed, or one level further in.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from typing import TYPE_CHECKING, Final

from promptops.expectations.code.facts import Call, Name
from promptops.expectations.code.trees import SourceTree
from promptops.sources.text import LineIndex

if TYPE_CHECKING:
    from tree_sitter import Node

MAX_CALLS: Final = 300
"""Calls of one file that are looked at, the first ones."""
MAX_PASSED: Final = 200
"""Values of one call that are looked at, the first ones."""

_CALLED = re.compile(r"(?<!\w)(?P<name>\w{1,60})\s{0,4}\(")
_FILLING = re.compile(
    r"render.*|format.*|compile|a?invoke|a?stream|a?batch|a?run|a?predict|a?generate.*|execute.*|prepare"
    r"|(?:safe_)?substitute|fill|populate|interpolate|withinput|.*(?:prompt|template).*"
)
"""What functions are called that put values into a text, in lower case."""
_CALLS = frozenset({"call", "call_expression"})
_ARGUMENTS = frozenset({"argument_list", "arguments"})
_MAPPINGS = frozenset({"dictionary", "object", "literal_value"})
_PAIRS = frozenset({"keyed_element", "keyword_argument", "pair"})
_SPREADS = frozenset({"dictionary_splat", "spread_element"})
_STRINGS = frozenset({"interpreted_string_literal", "string", "template_string"})
_NAMES = frozenset({"identifier", "property_identifier", "field_identifier"})
_WRAPPERS = frozenset({"composite_literal", "literal_element", "unary_expression"})
"""Nodes of Go that stand around a mapping, a key or a value."""


def calls_in(parsed: SourceTree) -> Iterator[Call]:
    """Yield the calls of a source file that may fill in a prompt, in order; those without names are left out."""
    return _Calls(parsed).found()


class _Calls:
    def __init__(self, parsed: SourceTree) -> None:
        self._parsed = parsed
        self._source = parsed.source
        self._lines = LineIndex(parsed.source)

    def found(self) -> Iterator[Call]:
        called = (each for each in _CALLED.finditer(self._source) if _FILLING.fullmatch(each["name"].lower()))
        for match in islice(called, MAX_CALLS):
            opening = self._parsed.node_at(match.end() - 1, match.end())
            arguments = None if opening is None else opening.parent
            if arguments is not None and arguments.type in _ARGUMENTS:
                callee = self._name(*match.span("name"))
                for each in _with_what_is_returned(arguments):
                    yield from self._passed(callee, each, depth=2)

    def _passed(self, callee: Name, node: Node, depth: int) -> Iterator[Call]:
        """Yield what a list of arguments or a mapping passes, then what the mappings in it do."""
        names: list[Name] = []
        is_whole = True
        inner: list[Node] = []
        todo = list(reversed(node.named_children[:MAX_PASSED]))
        while todo:
            child = _unwrapped(todo.pop())
            if child.type in _MAPPINGS and node.type in _ARGUMENTS:
                todo.extend(reversed(child.named_children[:MAX_PASSED]))
            elif child.type in _PAIRS:
                name = self._key(child)
                is_whole = is_whole and name is not None
                names.extend(() if name is None else (name,))
                inner.append(_unwrapped(child.named_children[-1]))
            elif child.type == "shorthand_property_identifier":
                names.append(self._name(child.start_byte, child.end_byte))
            elif child.type in _SPREADS:
                is_whole = False
        if names or not is_whole:
            yield Call(callee, tuple(names), is_whole)
        for each in inner if depth else ():
            if each.type in _MAPPINGS:
                yield from self._passed(callee, each, depth - 1)

    def _key(self, pair: Node) -> Name | None:
        """Return the name under which a pair passes its value, None for one that is worked out."""
        key = _unwrapped(pair.named_children[0])
        if key.type in _STRINGS:
            return self._name(key.start_byte + 1, key.end_byte - 1)
        is_variable = key.type == "identifier" and pair.type == "pair"
        return self._name(key.start_byte, key.end_byte) if key.type in _NAMES and not is_variable else None

    def _name(self, start: int, end: int) -> Name:
        return Name(self._source[start:end], *self._lines.range(start, end))


def _with_what_is_returned(arguments: Node) -> Iterator[Node]:
    """Yield the arguments of a call, and of the call of what it returns: `compile(text)({...})`."""
    call = arguments.parent
    if call is None or call.type not in _CALLS or _is_of_a_text(call):
        return
    yield arguments
    outer = call.parent
    function = None if outer is None or outer.type not in _CALLS else outer.child_by_field_name("function")
    if outer is not None and function is not None and function.id == call.id:
        following = outer.child_by_field_name("arguments")
        if following is not None and following.type in _ARGUMENTS:
            yield following


def _is_of_a_text(call: Node) -> bool:
    """Say whether a method of a text that is written out is called: `"{}".format(...)`."""
    function = call.child_by_field_name("function")
    owner = None if function is None else function.child_by_field_name("object")
    return owner is not None and owner.type in (*_STRINGS, "concatenated_string", "parenthesized_expression")


def _unwrapped(node: Node) -> Node:
    while node.type in _WRAPPERS and node.named_child_count:
        node = node.named_children[-1]
    return node
