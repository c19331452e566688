"""Mustache as nodes, as chevron renders it: what a section means follows from the type of the input that it names."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import NoReturn

from promptops.templates.handlebars.calls import Path, read_call
from promptops.templates.handlebars.tags import RefusedError, Tag
from promptops.templates.limits import MAX_BLOCKS
from promptops.templates.model import LOOP_NAME
from promptops.templates.mustache import parse
from promptops.templates.trees.nodes import (
    Condition,
    InexactError,
    Loop,
    Node,
    Nodes,
    Test,
    Text,
    Value,
    item_name,
    joined,
)
from promptops.templates.trees.pieces import Piece, pieces, words
from promptops.templates.trees.types import SAME_IN_HTML, Types

_UNESCAPED = ("triple", "plain")
_SCALARS = SAME_IN_HTML | {"string"}
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
        return _Reader(types).read(pieces(text, plain_lines=True))
    except RefusedError as refused:
        raise InexactError(*refused.error) from refused


@dataclass(frozen=True, slots=True)
class _Section:
    """An open section: its name, what it hangs on, and the types of what stands around it.

    Names in it may be members of `context`, which is the value of the section, or the item of its loop.
    """

    name: str
    test: Test
    types: Types
    context: tuple[str, ...] | None = None
    loop: Loop | None = None
    nodes: list[Node] = field(default_factory=list)

    def node(self) -> Node:
        """Return the section as it is when it is closed."""
        inner = joined(self.nodes)
        if self.loop is None:
            return Condition(((self.test, inner),))
        return Loop(self.loop.over, self.loop.name, inner, only_true=self.loop.only_true)


class _Reader:
    def __init__(self, types: Types) -> None:
        self._types = types
        self._open: list[_Section] = []
        self._nodes: list[Node] = []
        self._words: frozenset[str] = frozenset()

    def read(self, found: list[Piece]) -> Nodes:
        self._words = words(found)
        for piece in found:
            if piece.tag is None:
                self._add(Text(piece.text))
            else:
                self._tag(piece.tag)
        return joined(self._nodes)

    def _add(self, node: Node) -> None:
        (self._open[-1].nodes if self._open else self._nodes).append(node)

    def _tag(self, tag: Tag) -> None:
        if tag.kind != "triple" and tag.tokens and tag.tokens[-1].text == "}}}":
            _refuse(tag, "two braces that three end", "put a blank between them")
        if tag.kind in ("value", *_UNESCAPED):
            value, types = self._value(tag)
            is_plain = tag.kind in _UNESCAPED or (bool(types) and types <= SAME_IN_HTML)
            self._add(Value(value.path, place=value.place, escaped=not is_plain))
        elif tag.kind in ("block", "inverse") and len(self._open) < MAX_BLOCKS:
            self._begin(tag)
        elif tag.kind == "close":
            section = self._open.pop()
            self._types = section.types
            self._add(section.node())
        else:
            _refuse(tag, f"`{tag.opening}` has no like elsewhere")

    def _begin(self, tag: Tag) -> None:
        """Open a section: a condition, what belongs to an object, or a loop."""
        value, types = self._value(tag)
        written = read_call(tag).original
        if tag.kind == "inverse":
            if any(section.loop and section.name == written for section in self._open):
                _refuse(tag, "the loop over the same list ends where this section does", "move it out of the loop")
            self._open.append(_Section(written, Test(value, holds=False), self._types))
            return
        kinds = types - {"null"}
        if kinds != {"array"}:
            if kinds != {"object"} and not (kinds and kinds <= _SCALARS):
                advice = "declare the type of the input: `boolean`, `string`, `object`, or `array`"
                _refuse(tag, "nobody says whether this is a condition or a loop", advice)
            self._open.append(_Section(written, Test(value), self._types, value.path))
            return
        name = item_name(sum(section.loop is not None for section in self._open), self._words)
        inner = self._types.within(Loop(value, name, ()))
        loop = Loop(value, name, (), only_true=not inner.is_never_empty(Value((name,))))
        self._open.append(_Section(written, Test(value), self._types, (name,), loop))
        self._types = inner

    def _value(self, tag: Tag) -> tuple[Value, frozenset[str]]:
        """Return the value that a tag names, and its types."""
        call = read_call(tag)
        name = call.name
        if not call.is_bare or not isinstance(name, Path) or name.original not in (".", ".".join(name.parts)):
            _refuse(tag, "only the name of an input can be translated")
        path = self._resolved(tag, name.parts) if name.parts else self._item(tag)
        value = Value(path, place=(name.start, name.stop))
        return value, self._types.of(value)

    def _item(self, tag: Tag) -> tuple[str, ...]:
        """Return the way to what `.` stands for."""
        context = self._open[-1].context if self._open else None
        if context is None or "boolean" in self._types.of(Value(context)):
            _refuse(tag, "`.` is no item here", "write the name of the value")
        return context

    def _resolved(self, tag: Tag, path: tuple[str, ...]) -> tuple[str, ...]:
        """Return the way to a value from the inputs: a name in a section is looked for in its value before."""
        contexts = [section.context for section in reversed(self._open) if section.context is not None]
        found: list[tuple[str, ...]] = []
        for context in (*contexts, ()):
            has = self._types.has(context, path)
            if has is not False:
                found.append(context)
            if has:
                break
        if len(found) > 1:
            message = f"nobody says whether `{'.'.join(path)}` belongs to the section or stands outside of it"
            _refuse(
                tag,
                message,
                "declare what the section's value has: `properties`, with `required` and `additionalProperties: false`",
            )
        resolved = (*(found[0] if found else ()), *path)
        if resolved[0] == LOOP_NAME and any(section.loop for section in self._open):
            _refuse(tag, f"an input that is named `{LOOP_NAME}`, in a loop", "rename it")
        return resolved


def _refuse(tag: Tag, message: str, help: str | None = None) -> NoReturn:
    raise InexactError(message, tag.start, tag.end, help)
