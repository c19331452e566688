"""Nodes as Handlebars, as dotprompt runs it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from promptops.templates.handlebars.helpers import HELPERS
from promptops.templates.trees.nodes import (
    IS_FIRST,
    IS_LAST,
    ITEM_COUNT,
    Condition,
    InexactError,
    Loop,
    Node,
    Nodes,
    Role,
    Test,
    Text,
    Value,
)

_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_DATA = {ITEM_COUNT: "@index", IS_FIRST: "@first", IS_LAST: "@last"}
_TAKEN = frozenset({*HELPERS, "this", "else", "as", "true", "false", "null", "undefined"})
_LINE_BEFORE = re.compile(r"(?:\A|\n)[ \t]*\Z")
_LINE_BEHIND = re.compile(r"[ \t]*(?:\n|\Z)")
_HELD = "{{!}}"
"""A comment: a tag beside one is not alone on its line, so that Handlebars keeps the line."""


class _Piece(NamedTuple):
    """A stretch of text, or a tag; `is_silent` says that a tag writes nothing itself."""

    text: str
    is_tag: bool = False
    is_silent: bool = False


def to_handlebars(nodes: Nodes) -> str:
    """Return the template. Raises `InexactError` where Handlebars would write something else."""
    pieces = list(_written(nodes, ()))
    texts = [piece.text for piece in pieces]
    whole: list[str] = []
    for index, piece in enumerate(pieces):
        if piece.is_tag:
            before, behind = _line_around(texts, index)
            if before.endswith("{"):
                raise InexactError("a brace right before a tag cannot be written in Handlebars", 0, 0)
            alone = piece.is_silent and _LINE_BEFORE.search(before) and _LINE_BEHIND.match(behind)
            held = _HELD if alone else ""
            whole.append(f"{held}{piece.text}{_HELD if behind.startswith('}') else ''}")
        else:
            followed = index + 1 < len(pieces)
            whole.append(_escaped(piece.text, followed=followed))
    text = "".join(whole)
    if _HELD in text and "\\{" in text:  # how the two go together depends on the version of Handlebars
        raise InexactError("braces behind a backslash beside a tag on a line of its own", 0, 0)
    return text


def _line_around(texts: list[str], index: int) -> tuple[str, str]:
    """Return what stands on the lines of a tag before and behind it, as far as that matters."""
    before = "" if index == 0 else texts[index - 1]
    behind = "" if index + 1 == len(texts) else texts[index + 1]
    if index > 1 and "\n" not in before:
        before = f"x{before}"
    if index + 2 < len(texts) and "\n" not in behind:
        behind = f"{behind}x"
    return before, behind


def _written(nodes: Nodes, names: tuple[str, ...]) -> Iterator[_Piece]:
    for node in nodes:
        yield from _node(node, names)


def _silent(tag: str) -> _Piece:
    return _Piece(f"{{{{{tag}}}}}", is_tag=True, is_silent=True)


def _node(node: Node, names: tuple[str, ...]) -> Iterator[_Piece]:
    if isinstance(node, Text):
        yield _Piece(node.text)
    elif isinstance(node, Value):
        yield _Piece(f"{{{{{_path(node, names)}}}}}", is_tag=True)
    elif isinstance(node, Condition):
        yield from _condition(node, names)
    elif isinstance(node, Loop):
        yield _silent(f"#each {_path(node.over, names)} as |{_bound(node)}|")
        yield from _written(node.body, (*names, node.name))
        yield from _otherwise(node.otherwise, names)
        yield _silent("/each")
    elif isinstance(node, Role):
        yield _Piece(f'{{{{role "{node.role}"}}}}', is_tag=True)
    else:
        yield _silent(f"> {node.target}")


def _condition(node: Condition, names: tuple[str, ...]) -> Iterator[_Piece]:
    (first, inner), *others = node.branches
    keyword = _keyword(first)
    yield _silent(f"#{keyword} {_path(first.value, names)}")
    yield from _written(inner, names)
    for test, nodes in others:
        yield _silent(f"else {_keyword(test)} {_path(test.value, names)}")
        yield from _written(nodes, names)
    yield from _otherwise(node.otherwise, names)
    yield _silent(f"/{keyword}")


def _otherwise(nodes: Nodes, names: tuple[str, ...]) -> Iterator[_Piece]:
    if nodes:
        yield _silent("else")
        yield from _written(nodes, names)


def _keyword(test: Test) -> str:
    return "if" if test.holds else "unless"


def _bound(node: Loop) -> str:
    if node.name in _TAKEN:
        raise InexactError(f"`{node.name}` cannot be the name of an item in Handlebars", *node.over.place, "rename it")
    return node.name


def _path(value: Value, names: tuple[str, ...]) -> str:
    if value.path in _DATA and names:
        return _DATA[value.path]
    first = value.path[0]
    if (names and first == "loop") or not all(_NAME.fullmatch(part) for part in value.path):
        raise InexactError(f"`{'.'.join(value.path)}` cannot be written in Handlebars", *value.place)
    path = ".".join(value.path)
    if names and first not in names:
        return f"@root.{path}"
    return f"this.{path}" if first in _TAKEN else path


def _escaped(text: str, *, followed: bool) -> str:
    if "\\{{" in text or (followed and text.endswith("\\")):
        raise InexactError("a backslash before braces cannot be written in Handlebars", 0, 0)
    return text.replace("{{", "\\{{")
