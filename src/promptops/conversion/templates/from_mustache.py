"""Mustache as nodes: values that are written as they are, and sections of what is declared as true or false."""

from __future__ import annotations

import re

from promptops.conversion.templates.nodes import (
    Condition,
    InexactError,
    Node,
    Nodes,
    Test,
    Text,
    Value,
    joined,
)
from promptops.conversion.templates.pieces import Piece, pieces
from promptops.conversion.templates.types import Types
from promptops.templates.handlebars.calls import Path, read_call
from promptops.templates.handlebars.tags import RefusedError, Tag
from promptops.templates.limits import MAX_BLOCKS
from promptops.templates.mustache import parse

_UNESCAPED = ("triple", "plain")
_SAFE = frozenset({"integer", "number"})
_HANDLEBARS_OWN = re.compile(r"\{\{(?:=|~|!--)|~\}\}|\\\\?\{\{")
"""What Mustache and Handlebars, whose tags are looked for, do not understand alike."""

_CROWDED = re.compile(r"^[ \t]*+(?:\{\{[#^/!][^{}\n]*+\}\}[ \t]*+){2,}+$", re.MULTILINE)
"""Several tags that write nothing, alone on a line: whether that line is kept, implementations do not agree."""


def from_mustache(text: str, types: Types) -> Nodes:
    """Return the nodes of a template. Raises `InexactError` at the first thing that has no like elsewhere."""
    error = parse(text).error
    if error is not None:
        raise InexactError(*error)
    strange = _HANDLEBARS_OWN.search(text) or _CROWDED.search(text)
    if strange is not None:
        raise InexactError("such tags have no like elsewhere", *strange.span())
    try:
        return _Reader(types).read(pieces(text))
    except RefusedError as refused:
        raise InexactError(*refused.error) from refused


class _Reader:
    def __init__(self, types: Types) -> None:
        self._types = types
        self._open: list[tuple[Test, list[Node]]] = []
        self._nodes: list[Node] = []

    def read(self, found: list[Piece]) -> Nodes:
        for piece in found:
            if piece.tag is None:
                self._add(Text(piece.text))
            else:
                self._tag(piece.tag)
        return joined(self._nodes)

    def _add(self, node: Node) -> None:
        (self._open[-1][1] if self._open else self._nodes).append(node)

    def _tag(self, tag: Tag) -> None:
        if tag.kind != "triple" and tag.tokens and tag.tokens[-1].text == "}}}":
            raise InexactError("two braces that three end", tag.start, tag.end, "put a blank between them")
        if tag.kind in ("value", *_UNESCAPED):
            value = _value(tag)
            if tag.kind == "value" and not (self._types.of(value) and self._types.of(value) <= _SAFE):
                advice = "write `{{{…}}}` around the name if that is not meant"
                raise InexactError(
                    "Mustache writes the value for HTML, with `&amp;` for `&`", tag.start, tag.end, advice
                )
            self._add(value)
        elif tag.kind in ("block", "inverse") and len(self._open) < MAX_BLOCKS:
            self._open.append((self._section(tag), []))
        elif tag.kind == "close":
            test, nodes = self._open.pop()
            self._add(Condition(((test, joined(nodes)),)))
        else:
            raise InexactError(f"`{tag.opening}` has no like elsewhere", tag.start, tag.end)

    def _section(self, tag: Tag) -> Test:
        """Return what a section hangs on: for anything but true and false, it would be a loop or another context."""
        value = _value(tag)
        types = self._types.of(value)
        if types != {"boolean"} and not (tag.kind == "inverse" and types and types <= {"boolean", "array", "string"}):
            advice = "declare the input with `type: boolean` if that is what it is"
            raise InexactError("nobody says whether this is a condition or a loop", tag.start, tag.end, advice)
        return Test(value, holds=tag.kind == "block")


def _value(tag: Tag) -> Value:
    call = read_call(tag)
    name = call.name
    if not call.is_bare or not isinstance(name, Path) or not name.parts or name.original != ".".join(name.parts):
        raise InexactError("only the name of an input can be translated", tag.start, tag.end)
    return Value(name.parts, place=(name.start, name.stop))
