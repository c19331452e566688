"""Translating a text: read in its own language, looked at with what is declared of the inputs, written in another."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Literal

from promptops.conversion.templates.from_jinja import from_jinja
from promptops.conversion.templates.to_braces import to_braces
from promptops.conversion.templates.to_handlebars import to_handlebars
from promptops.conversion.templates.to_jinja import to_jinja
from promptops.templates.model import Language
from promptops.templates.trees.from_handlebars import from_handlebars
from promptops.templates.trees.from_mustache import from_mustache
from promptops.templates.trees.from_names import LANGUAGES, from_names
from promptops.templates.trees.nodes import (
    Condition,
    Include,
    InexactError,
    Loop,
    Node,
    Nodes,
    Test,
    Text,
    Value,
    each_value,
)
from promptops.templates.trees.types import Types

Target = Literal["jinja", "handlebars", "braces"]

_LIKE_JINJA = ("jinja", "none", "format", "crewai")
"""Languages that write every value as Python does."""
_PARTLY_JINJA = ("nunjucks", "baml")
"""Languages with Jinja2's tags, of which only those that write a value surely mean the same."""
_PROVIDED = frozenset({"ctx", "_", "null", "env", "_conversation"})
_WRITERS = {"jinja": to_jinja, "handlebars": to_handlebars, "braces": to_braces}


def nodes_of(text: str, language: Language, types: Types) -> Nodes:
    """Return the nodes of a text. Raises `InexactError` where it says what no other language can."""
    if language in LANGUAGES:
        return from_names(text, language)
    if language == "handlebars":
        return from_handlebars(text)
    if language == "mustache":
        return _unescaped(from_mustache(text, types))
    nodes = from_jinja(text)
    for node in nodes if language in _PARTLY_JINJA else ():
        if not isinstance(node, Text) and (not isinstance(node, Value) or node.path[0] in _PROVIDED):
            raise InexactError(f"only plain values mean the same in {_TITLES[language]} and Jinja2", *_place(node))
    return nodes


def _unescaped(nodes: Nodes) -> Nodes:
    """Refuse values that are written for HTML."""
    for value in each_value(nodes):
        if value.escaped:
            advice = "write `{{{…}}}` around the name if that is not meant"
            raise InexactError("Mustache writes the value for HTML, with `&amp;` for `&`", *value.place, advice)
    return nodes


_TITLES = {"nunjucks": "Nunjucks", "baml": "BAML"}


def written(nodes: Nodes, target: Target) -> str:
    """Return nodes as a text in a language. Raises `InexactError`."""
    return _WRITERS[target](nodes)


def agreed(nodes: Nodes, source: Language, target: Target, types: Types) -> Nodes:
    """Return nodes that mean the same in both languages, given the types of the inputs. Raises `InexactError`."""
    if source in _LIKE_JINJA and target == "jinja":
        return nodes
    if target == "braces":
        to_braces(nodes)  # what it has not at all is said before what others write otherwise
    return tuple([_agreed(node, types, from_jinja=source in _LIKE_JINJA) for node in nodes])


def _agreed(node: Node, types: Types, *, from_jinja: bool) -> Node:
    if isinstance(node, Value):
        return _value(node, types, from_jinja=from_jinja)
    if isinstance(node, Condition):
        branches = tuple(
            [
                (_test(test, types, from_jinja=from_jinja), _all(inner, types, from_jinja))
                for test, inner in node.branches
            ]
        )
        return Condition(branches, _all(node.otherwise, types, from_jinja))
    if isinstance(node, Loop):
        if not from_jinja:
            types.check_path(node.over)
        if node.only_true:
            advice = "declare the items as objects with a property that is required"
            raise InexactError("Mustache passes over items that are empty, and others do not", *node.over.place, advice)
        inner = types.within(node)
        otherwise = _all(node.otherwise, types, from_jinja)
        loop = replace(node, body=_all(node.body, inner, from_jinja), otherwise=otherwise)
        if not types.check_list(node.over):
            return loop
        if from_jinja:
            raise InexactError("Jinja2 fails on a list that is null, and others pass over it", *node.over.place)
        return Condition(((Test(node.over), (loop,)),), otherwise)
    return node


def _all(nodes: Nodes, types: Types, from_jinja: bool) -> Nodes:  # noqa: FBT001 - as it is passed on
    return tuple([_agreed(node, types, from_jinja=from_jinja) for node in nodes])


def _value(value: Value, types: Types, *, from_jinja: bool) -> Value:
    if not from_jinja:
        types.check_path(value)
    may_be_null = types.check_written(value)
    if not may_be_null:
        return value
    if from_jinja and not value.no_null:
        advice = "write `{{ name if name is not none }}`"
        raise InexactError("Jinja2 writes `None` for a value that is null, and others nothing", *value.place, advice)
    return replace(value, no_null=True)


def _test(test: Test, types: Types, *, from_jinja: bool) -> Test:
    if not from_jinja:
        types.check_path(test.value)
    types.check_test(test.value)
    return test


def _place(node: Node) -> tuple[int, int]:
    match node:
        case Condition(branches=((test, _), *_)):
            return test.value.place
        case Loop(over=value):
            return value.place
        case Text():
            return 0, 0
        case _:
            return node.place  # type: ignore[union-attr]  # all that are left have one


def retargeted(nodes: Nodes, targets: Mapping[str, str | None]) -> Nodes:
    """Return nodes whose includes have the targets that stand for theirs. Raises `InexactError` for one without."""
    return tuple([_retargeted(node, targets) for node in nodes])


def _retargeted(node: Node, targets: Mapping[str, str | None]) -> Node:
    if isinstance(node, Include):
        target = targets.get(node.target)
        if target is None:
            raise InexactError(f"nothing that was read is what `{node.target}` includes", *node.place)
        return Include(target, node.place)
    if isinstance(node, Condition):
        branches = tuple([(test, retargeted(inner, targets)) for test, inner in node.branches])
        return Condition(branches, retargeted(node.otherwise, targets))
    if isinstance(node, Loop):
        return replace(node, body=retargeted(node.body, targets), otherwise=retargeted(node.otherwise, targets))
    return node
