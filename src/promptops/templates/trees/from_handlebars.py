"""Handlebars, as dotprompt runs it, as nodes: values, `if`, `unless`, `each`, partials and roles."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import NoReturn

from promptops.templates.handlebars.calls import ROOT, Call, Expression, Literal, Path, read_call
from promptops.templates.handlebars.helpers import HELPERS
from promptops.templates.handlebars.tags import RefusedError, Tag
from promptops.templates.limits import MAX_BLOCKS
from promptops.templates.model import LOOP_NAME
from promptops.templates.trees.nodes import (
    IS_FIRST,
    IS_LAST,
    ITEM_COUNT,
    Condition,
    Include,
    InexactError,
    Loop,
    Node,
    Nodes,
    Role,
    Test,
    Text,
    Value,
    item_name,
    joined,
)
from promptops.templates.trees.pieces import Piece, pieces, words

_DATA = {"index": ITEM_COUNT, "first": IS_FIRST, "last": IS_LAST}
_TESTS = {"if": True, "unless": False}


@dataclass
class _Block:
    """An open block: what it hangs on, its branches so far, and what is being read."""

    tag: Tag
    kind: str
    value: Value
    name: str = ""
    branches: list[tuple[Test, Nodes]] = field(default_factory=list)
    holds: bool = True
    is_last: bool = False
    nodes: list[Node] = field(default_factory=list)


def from_handlebars(text: str, *, escaping: bool = False) -> Nodes:
    """Return the nodes of a template; `escaping` says that values between two braces may be written for HTML.

    Raises `InexactError` at the first thing that has no like elsewhere.
    """
    try:
        return _Reader(escaping=escaping).read(pieces(text))
    except RefusedError as refused:
        raise InexactError(*refused.error) from refused


class _Reader:
    def __init__(self, *, escaping: bool) -> None:
        self._escaping = escaping
        self._blocks: list[_Block] = []
        self._nodes: list[Node] = []
        self._names: list[str] = []
        """The names of the items of the loops around, the innermost last."""
        self._given: list[bool] = []
        """Whether the template itself gives the item of each of these loops its name."""
        self._words: frozenset[str] = frozenset()

    def read(self, found: Sequence[Piece]) -> Nodes:
        self._words = words(found)
        for piece in found:
            if piece.tag is None:
                self._add(Text(piece.text))
            else:
                self._tag(piece.tag)
        if self._blocks:
            self._refuse(self._blocks[-1].tag, "the block is never closed")
        return joined(self._nodes)

    def _add(self, node: Node) -> None:
        (self._blocks[-1].nodes if self._blocks else self._nodes).append(node)

    def _tag(self, tag: Tag) -> None:
        if tag.kind in ("value", "triple", "plain"):
            self._add(self._written(tag, read_call(tag)))
        elif tag.kind == "block":
            self._open(tag, read_call(tag))
        elif tag.kind in ("otherwise", "chain"):
            self._otherwise(tag)
        elif tag.kind == "close":
            self._close(tag, read_call(tag).original)
        elif tag.kind == "partial":
            self._add(self._partial(tag, read_call(tag)))
        else:
            self._refuse(tag, f"`{tag.opening}` is Handlebars' own")

    def _written(self, tag: Tag, call: Call) -> Node:
        name = call.name.simple if isinstance(call.name, Path) else None
        if name == "role" and len(call.params) == 1 and isinstance(call.params[0], Literal) and not call.hash:
            return Role(call.params[0].original, (tag.start, tag.end))
        if name in HELPERS and name not in self._names:
            self._refuse(tag, f"nothing else has the helper `{name}`")
        if not call.is_bare:
            self._refuse(tag, "a helper of the program")
        value = self._value(tag, call.name)
        return replace(value, escaped=True) if self._escaping and tag.kind == "value" else value

    def _open(self, tag: Tag, call: Call) -> None:
        if len(self._blocks) == MAX_BLOCKS:
            self._refuse(tag, "blocks are nested too deeply")
        kind = call.name.simple if isinstance(call.name, Path) else None
        if kind not in (*_TESTS, "each") or len(call.params) != 1 or call.hash:
            self._refuse(tag, "only `if`, `unless` and `each` have their like elsewhere")
        value = self._value(tag, call.params[0])
        block = _Block(tag, str(kind), value, holds=_TESTS.get(str(kind), True))
        if kind == "each":
            if len(call.bindings) > 1:
                self._refuse(tag, "a loop that names the index of its items", "write `{{@index}}`")
            block.name = call.bindings[0] if call.bindings else item_name(len(self._names), self._words)
            if block.name == LOOP_NAME:
                self._refuse(tag, f"an item that is named `{LOOP_NAME}`", "rename it")
            self._names.append(block.name)
            self._given.append(bool(call.bindings))
        elif call.bindings:
            self._refuse(tag, "a condition that names a value")
        self._blocks.append(block)

    def _otherwise(self, tag: Tag) -> None:
        block = self._blocks[-1] if self._blocks else None
        if block is None or block.is_last:
            self._refuse(tag, "an `else` outside of any block")
        self._end_branch(block)
        if tag.kind == "otherwise":
            block.is_last = True
            return
        call = read_call(tag)
        kind = call.name.simple if isinstance(call.name, Path) else None
        if block.kind == "each" or kind not in _TESTS or len(call.params) != 1 or call.hash or call.bindings:
            self._refuse(tag, "only `else if` and `else unless` have their like elsewhere")
        block.value, block.holds = self._value(tag, call.params[0]), _TESTS[str(kind)]

    def _end_branch(self, block: _Block) -> None:
        block.branches.append((Test(block.value, block.holds), joined(block.nodes)))
        block.nodes = []
        if block.kind == "each":
            self._names.pop()
            self._given.pop()

    def _close(self, tag: Tag, name: str) -> None:
        block = self._blocks.pop() if self._blocks else None
        if block is None or name != block.kind:
            self._refuse(tag, f"`{{{{/{name}}}}}` closes nothing")
        if not block.is_last:
            self._end_branch(block)
        otherwise = joined(block.nodes)
        if block.kind != "each":
            self._add(Condition(tuple(block.branches), otherwise))
            return
        self._add(Loop(block.branches[0][0].value, block.name, block.branches[0][1], otherwise))

    def _partial(self, tag: Tag, call: Call) -> Include:
        if not call.is_bare or isinstance(call.name, Call) or self._names:
            self._refuse(tag, "a partial that is given other values than the text has")
        return Include(call.name.original, (tag.tokens[0].start, call.name.stop))

    def _value(self, tag: Tag, expression: Expression) -> Value:
        if not isinstance(expression, Path):
            self._refuse(tag, "a value that is computed, or none of the inputs")
        place = (expression.start, expression.stop)
        if expression.data:
            return self._data(tag, expression, place)
        first = expression.parts[:1]
        if first and not expression.depth and first[0] in self._bound:
            return Value(expression.parts, place=place)
        if expression.depth > len(self._names):
            self._refuse(tag, "a value from above the inputs")
        scope = self._names[: len(self._names) - expression.depth]
        return self._unless_shadowed(tag, Value((*scope[-1:], *expression.parts), place=place), is_root=not scope)

    @property
    def _bound(self) -> frozenset[str]:
        return frozenset(name for name, given in zip(self._names, self._given, strict=True) if given)

    def _unless_shadowed(self, tag: Tag, value: Value, *, is_root: bool) -> Value:
        if not value.path:
            self._refuse(tag, "all inputs at once")
        if is_root and self._names and value.path[0] in (*self._names, LOOP_NAME):
            self._refuse(tag, f"an input that has the name of an item, `{value.path[0]}`")
        return value

    def _data(self, tag: Tag, expression: Path, place: tuple[int, int]) -> Value:
        first, *others = expression.parts
        if first == ROOT and others and not expression.depth:
            return self._unless_shadowed(tag, Value(tuple(others), place=place), is_root=True)
        known = _DATA.get(first) if self._names and not others and not expression.depth else None
        if known is None:
            self._refuse(tag, f"only dotprompt knows `{expression.original}`")
        return Value(known, place=place)

    def _refuse(self, tag: Tag, message: str, help: str | None = None) -> NoReturn:
        raise InexactError(message, tag.start, tag.end, help)
